namespace PrivateLinkPg.Contract.Tests.Support;

/// <summary>The files that have lines of more than 140 columns still, by folder. The list only shrinks.</summary>
internal static class WideFiles
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["PrivateLinkPg.Engine"] = "PowerShellEngine",
        ["PrivateLinkPg.HelpGen"] = "HelpFiles",
        ["PrivateLinkPg.HelpGen/Documentation"] = "DocText SourceDocs",
        ["PrivateLinkPg.HelpGen/Markup"] = "CommandElements MamlNames ParameterElements TypeNames",
        ["PrivateLinkPg.HelpGen/Metadata"] = "CommandFacts CommandReader ParameterReader",
        ["PrivateLinkPg.HelpGen/Topics"] = "ErrorTopic",
        ["PrivateLinkPg.Package/Materials"] = "BillOfMaterials RestoredPackages",
        ["PrivateLinkPg.Rehearsal"] = "PowerShellSession Program Screen",
        ["PrivateLinkPg.Rehearsal/Jobs"] = "BigAnimal OwnNetworks Proof Vendor",
        ["PrivateLinkPg.Sandbox"] = "DataPlane Program ReadyDocument SandboxApp SandboxHost SandboxNames SandboxOptions StopSignal",
        ["PrivateLinkPg.Sandbox/Arm"] = "AnswerWriter ArmErrors ArmPipeline ArmRequest Authorization EndpointBody EndpointChanges"
            + " EndpointCreation LinkTargets LongRunning MapFlexibleServers MapOperations MapPrivateDnsZoneGroups MapPrivateDnsZones"
            + " MapPrivateEndpoints MapPrivateLinkServices MapProviders MapResources MapServerGroups MapSubnets MapSubscriptions"
            + " MapVirtualNetworkLinks MapVirtualNetworks Paging RateLimits RecordSetBody Regions ResourceNames ResourceProviders"
            + " ResourceRemoval ServiceBody SubnetRules TargetConnections",
        ["PrivateLinkPg.Sandbox/Certificates"] = "SandboxCertificateAuthority",
        ["PrivateLinkPg.Sandbox/Faults"] = "FaultGate FaultPlan FaultSchedule",
        ["PrivateLinkPg.Sandbox/Identity"] = "Principal",
        ["PrivateLinkPg.Sandbox/Network"] = "TcpServer",
        ["PrivateLinkPg.Sandbox/Network/Dns"] = "DnsServer DnsServers INameData NameResolver",
        ["PrivateLinkPg.Sandbox/Network/Relays"] = "EndpointRelays",
        ["PrivateLinkPg.Sandbox/Postgres"] = "CacheFolder DirectLife NpmClient PostgresCache PostgresFolder PostgresInstallation"
            + " PostgresPackage PostgresServer PostgresServers PostgresSource ProcessAccount SupervisedLife",
        ["PrivateLinkPg.Sandbox/State"] = "Seed ServerGroup",
    };

    /// <summary>Their paths.</summary>
    public static IReadOnlySet<string> Paths { get; } =
        Names.SelectMany(folder => folder.Value.Split(' ').Select(name => $"src/{folder.Key}/{name}.cs")).ToHashSet();
}
