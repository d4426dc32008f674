namespace PrivateLinkPg.Contexts;

/// <summary>A command that was run in the user's session failed.</summary>
/// <param name="command">Its name.</param>
/// <param name="message">Its first error.</param>
/// <param name="cause">The original exception.</param>
internal sealed class PowerShellCommandException(string command, string message, Exception? cause) : Exception(message, cause)
{
    /// <summary>The name of the command.</summary>
    public string Command { get; } = command;
}
