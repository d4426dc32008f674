namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>The session of the running cmdlet: its commands, and the properties of its objects.</summary>
/// <param name="cmdlet">The running cmdlet.</param>
/// <param name="mayLoad">False finds only commands of modules that are loaded already.</param>
internal sealed class EngineSession(PSCmdlet cmdlet, bool mayLoad = true) : IPowerShellSession
{
    /// <summary>Where the connection to Azure of <paramref name="cmdlet"/> comes from.</summary>
    public static IConnectionSource Connections(PSCmdlet cmdlet, PSObject? defaultProfile, string? subscriptionId) =>
        new ConnectionResolver(
            defaultProfile is null ? null : Plain(defaultProfile),
            subscriptionId, new RunspaceState(cmdlet), Az(cmdlet), DefaultChain.OfProcess);

    /// <summary>
    /// The same for who must not be kept waiting: no module is loaded for it, and the environment is looked at only where a subscription
    /// is known to look in.
    /// </summary>
    public static IConnectionSource QuickConnections(PSCmdlet cmdlet, PSObject? defaultProfile, string? subscriptionId)
    {
        bool isKnown = subscriptionId is not null
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AZURE_SUBSCRIPTION_ID"));
        return new ConnectionResolver(
            defaultProfile is null ? null : Plain(defaultProfile),
            subscriptionId, new RunspaceState(cmdlet), new(new EngineSession(cmdlet, mayLoad: false)),
            isKnown ? DefaultChain.OfProcess : DefaultChain.None);
    }

    /// <summary>Az PowerShell in the session of <paramref name="cmdlet"/>.</summary>
    public static AzPowerShell Az(PSCmdlet cmdlet) => new(new EngineSession(cmdlet));

    public bool HasCommand(string name) => Find(name) is not null;

    public bool HasParameter(string command, string parameter) => Find(command)?.Parameters.ContainsKey(parameter) == true;

    public IReadOnlyList<object> Invoke(string command, IReadOnlyDictionary<string, object?> parameters)
    {
        // Nested in the running pipeline. What Az warns of or traces is not for this command's user, and may hold tokens.
        using PowerShell nested = PowerShell.Create(RunspaceMode.CurrentRunspace);
        // By name: a function that is added by its CommandInfo would not run in its module.
        nested.AddCommand(command);
        foreach ((string name, object? value) in parameters) nested.AddParameter(name, value);
        nested.AddParameter("ErrorAction", ActionPreference.Stop).AddParameter("WarningAction", ActionPreference.Ignore)
            .AddParameter("InformationAction", ActionPreference.Ignore).AddParameter("Debug", false).AddParameter("Verbose", false);
        try
        {
            return [.. PipelineThread.Outside(() => nested.Invoke()).Where(output => output is not null).Select(Plain)];
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            throw new PowerShellCommandException(command, e.ErrorRecord.Exception.Message, e);
        }
    }

    public object? Property(object target, string name)
    {
        try
        {
            return PipelineThread.Outside(() => PSObject.AsPSObject(target).Properties[name]?.Value) is { } value ? Plain(value) : null;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    /// <summary>The object itself; what was deserialised has no other self than its PSObject.</summary>
    public static object Plain(object value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    private CommandInfo? Find(string name)
    {
        const CommandTypes types = CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Alias;
        return PipelineThread.Outside(() => mayLoad
            ? cmdlet.InvokeCommand.GetCommand(name, types)
            : cmdlet.InvokeCommand.GetCommands(name, types, nameIsPattern: false).FirstOrDefault());
    }
}
