namespace PrivateLinkPg.Contract.Tests.Support;

/// <summary>The files that have lines of more than 140 columns still, by folder. The list only shrinks.</summary>
internal static class WideFiles
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["PrivateLinkPg.Cmdlets/Base"] = "AzureCmdlet BoundText ConnectionCmdlet EngineOutput EngineSession PipedTest PrivateLinkCmdlet"
            + " RunspaceState",
        ["PrivateLinkPg.Cmdlets/Commands"] = "ApprovePgEndpointConnectionCommand ConnectPgAzureCommand DenyPgEndpointConnectionCommand"
            + " GetPgPrivateDnsRecordCommand GetPgPrivateEndpointCommand GetPgPrivateLinkTargetCommand NewPgPrivateDnsRecordCommand"
            + " NewPgPrivateEndpointCommand NewPgPrivateLinkRequestCommand RemovePgEndpointConnectionCommand"
            + " RemovePgPrivateDnsRecordCommand RemovePgPrivateEndpointCommand ShowPgPrivateLinkCommand TestPgPrivateConnectionCommand"
            + " WaitPgEndpointConnectionCommand",
        ["PrivateLinkPg.Cmdlets/Completion"] = "AzureCompleter SuggestCommand",
        ["PrivateLinkPg.Cmdlets/Views"] = "ConnectionReport",
        ["PrivateLinkPg.Core/Probe/Dns"] = "DnsExchange DnsQuery DnsServerAddress DnsServerResolver HostName Resolution SystemResolver",
        ["PrivateLinkPg.Core/Suggestions"] = "SuggestionCache SuggestionSource SuggestionText",
    };

    /// <summary>Their paths.</summary>
    public static IReadOnlySet<string> Paths { get; } =
        Names.SelectMany(folder => folder.Value.Split(' ').Select(name => $"src/{folder.Key}/{name}.cs")).ToHashSet();
}
