namespace PrivateLinkPg.Contexts;

/// <summary>The PowerShell session that a command runs in. All but <see cref="Property"/> is for the pipeline thread only.</summary>
internal interface IPowerShellSession
{
    /// <summary>Whether there is a command of this name; loads its module where it is installed and PowerShell may load it.</summary>
    bool HasCommand(string name);

    /// <summary>Whether the command takes this parameter.</summary>
    bool HasParameter(string command, string parameter);

    /// <summary>Runs a command with none of its streams shown.</summary>
    /// <returns>Its output.</returns>
    /// <exception cref="PowerShellCommandException">It wrote or threw an error.</exception>
    IReadOnlyList<object> Invoke(string command, IReadOnlyDictionary<string, object?> parameters);

    /// <summary>A property's value, of a live or a deserialised object; null where it is absent or cannot be read.</summary>
    object? Property(object target, string name);
}

/// <summary>A command that was run in the user's session failed, with this as its first error.</summary>
internal sealed class PowerShellCommandException(string command, string message, Exception? cause) : Exception(message, cause)
{
    public string Command { get; } = command;
}
