using System.Net;
using System.Reflection;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Link;
using PrivateLinkPg.Probe;
using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.HelpGen.Topics;

/// <summary>Paths that are broken in one way each, to learn the words that Test-PgPrivateConnection has for it.</summary>
internal static class CauseSamples
{
    public const string Host = "orders.postgres.database.azure.com";
    public const string Address = "10.1.0.4";

    private const string PrivateName = "orders.privatelink.postgres.database.azure.com";
    private const string Zone = "privatelink.postgres.database.azure.com";
    private const string Subscription = "00000000-0000-0000-0000-000000000000";
    private const string Wide = "postgres.database.azure.com";
    private const string Group = $"/subscriptions/{Subscription}/resourceGroups/rg-net/providers/Microsoft.Network";
    private const string Server =
        $"/subscriptions/{Subscription}/resourceGroups/rg-data/providers/Microsoft.DBforPostgreSQL/flexibleServers/orders";
    private const string Network = $"{Group}/virtualNetworks/vnet-app";
    private const string Servers = $"{Network}/subnets/servers";
    private const string Endpoint = $"{Group}/privateEndpoints/orders-pe";
    private const string Data = $"{Group}/virtualNetworks/vnet-data";

    // Ids are longer than lines; the longest come first.
    private static readonly (string Id, string Words)[] Ids =
    [
        (Servers, "<the servers' subnet>"), ($"{Network}/subnets/endpoints", "<the subnet>"),
        (Network, "<the network>"), (Data, "<the endpoint's network>"),
        ($"{Group}/privateDnsZones/{Zone}", "<the zone>"), ($"{Group}/networkSecurityGroups/nsg-endpoints", "nsg-endpoints"),
        (Endpoint, "<the endpoint>"), (Server, "<the server>"), (Subscription, "<subscription>"),
    ];

    private static readonly DateTimeOffset Year = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A text with words in place of the ids.</summary>
    public static string Short(string text) =>
        Ids.Aggregate(text, (shorter, id) => shorter.Replace(id.Id, id.Words, StringComparison.Ordinal));

    /// <summary>The causes that a test tells by itself, by what words them.</summary>
    public static IEnumerable<IGrouping<string, RootCause>> OfProbe() =>
        from fault in Enum.GetValues<ProbeFault>()
        let rule = FaultRules.Of(fault)
        from state in States(fault)
        let cause = rule.Cause(fault, new ProbeWords(state), "<detail>")
        group cause by rule.Words.GetMethodInfo().DeclaringType!.Name;

    /// <summary>The causes that Azure tells: each rule in the first of these cases that it holds in.</summary>
    public static IEnumerable<IGrouping<string, RootCause>> OfAzure()
    {
        PathCase[] cases = [.. Cases()];
        ProbeState state = State(ProbeFault.CertificateExpired);
        TlsFacts sound = state.Tls! with { Certificate = state.Tls!.Certificate with { TimeProblem = null } };
        RootCause asked = CertificateCauses.OfAge(state with { Tls = sound, Clock = new AtYear() }, 400)!;
        RootCause First(AzureRule rule) =>
            cases.SelectMany(each => AzureRules.Of(rule.Reason, each)).First(cause => cause.Code == rule.Code);
        return AzureRules.All.Select(rule => (Layer: $"{rule.Layer}", Cause: First(rule)))
            .Append((Layer: nameof(CertificateCauses), Cause: asked)).GroupBy(each => each.Layer, each => each.Cause);
    }

    private static IEnumerable<PathCase> Cases()
    {
        LinkFacts facts = Facts();
        PathCase Silent(LinkFacts of) => new(ProbeFault.AddressSilent, new(State(ProbeFault.AddressSilent)), of);
        yield return Silent(facts with { Server = Of(new() { Network = new() { DelegatedSubnetResourceId = Servers } }) });
        yield return Silent(facts with { TargetIsGone = true });
        yield return Silent(facts with { EndpointIsGone = true });
        yield return Silent(facts with { Endpoint = EndpointOf("Failed") });
        yield return Silent(facts with { EndpointId = null, Endpoint = null });
        yield return Silent(facts with { Server = Of(new() { FullyQualifiedDomainName = "billing.postgres.database.azure.com" }) });
        foreach (string state in (string[])["Stopped", "Starting", "Disabled", "Inaccessible", "Dropping"])
            yield return Silent(facts with { Server = Of(new() { State = state }) });
        foreach (string status in (string[])["Disconnected", "Pending", "Rejected"])
            yield return Silent(facts with { ConnectionStatus = status });
        foreach (PathCase way in Ways(facts)) yield return way;

        PathCase Named(LinkFacts of) => new(ProbeFault.PublicAddress, new(State(ProbeFault.PublicAddress)), of);
        ZoneFacts zone = new($"{Group}/privateDnsZones/{Zone}", Zone, true, [Address]);
        LinkFacts Zones(params ZoneFacts[] zones) => facts with { Zones = zones };
        ZoneFacts circle = zone with { Record = null, Alias = Host, IsCircle = true };
        yield return new(ProbeFault.AliasLoop, new(State(ProbeFault.AliasLoop)), Zones(circle));
        yield return Named(Zones());
        yield return Named(Zones(zone with { IsLinked = false }));
        yield return Named(Zones(zone with { Record = null }));
        yield return Named(Zones(zone with { Record = ["10.1.0.9"] }));
        yield return Named(Zones(zone with { Id = $"{Group}/privateDnsZones/{Wide}", Name = Wide, Record = null }));
        yield return Named(Zones() with { UnreadZones = [Subscription], Unread = Evidence.Zones });
        yield return new(ProbeFault.UnexpectedAddress, new(State(ProbeFault.UnexpectedAddress)), Zones(zone));
        yield return Named(Zones(zone) with { Network = NetworkOf("10.0.0.4") });
        yield return Named(Zones(zone));
    }

    private static IEnumerable<PathCase> Ways(LinkFacts facts)
    {
        PathCase Silent(LinkFacts of) => new(ProbeFault.AddressSilent, new(State(ProbeFault.AddressSilent)), of);
        Resource<SecurityRuleProperties> rule = new()
        {
            Name = "DenyDatabases",
            Properties = new()
            {
                Direction = "Inbound", Protocol = "Tcp", Access = "Deny", Priority = 200,
                SourceAddressPrefix = "*", DestinationAddressPrefix = "*", DestinationPortRange = "5432",
            },
        };
        yield return Silent(facts with { SecurityRules = new() { Properties = new() { SecurityRules = [rule] } } });
        Resource<RouteProperties> route = new() { Name = "no-databases", Properties = new() { NextHopType = "None" } };
        yield return Silent(facts with { Routes = [new("apps", $"{Group}/routeTables/rt-apps", route)] });
        Resource<PeeringProperties> Peering(string state, bool allows) => new()
        {
            Name = "app-to-data",
            Properties = new() { PeeringState = state, AllowVirtualNetworkAccess = allows, RemoteVirtualNetwork = new() { Id = Data } },
        };
        Resource<VirtualNetworkProperties> data = new() { Id = Data, Name = "vnet-data" };
        Resource<VirtualNetworkProperties> With(params Resource<PeeringProperties>[] peerings) =>
            facts.Network! with { Properties = facts.Network.Properties! with { VirtualNetworkPeerings = peerings } };
        yield return Silent(facts with { EndpointNetwork = data, Network = With(Peering("Disconnected", allows: true)) });
        yield return Silent(facts with { EndpointNetwork = data, Network = With(Peering("Connected", allows: false)) });
        yield return Silent(facts with { EndpointNetwork = data, Network = With() });
    }

    // One fault may have other words where more is known: an alias, a token, a name that only Azure uses, no name at all.
    private static IEnumerable<ProbeState> States(ProbeFault fault)
    {
        ProbeState state = State(fault);
        yield return state;
        Resolution alias = new()
        {
            Outcome = ResolutionOutcome.NameNotFound, Resolver = "DNS server 10.0.0.4", Aliases = [new(Host, 0, null, PrivateName)],
        };
        yield return state with { Resolution = alias };
        yield return state with { Request = state.Request with { HostName = PrivateName } };
        yield return state with { Request = state.Request with { HostName = Address } };
        yield return state with { Request = state.Request with { SignIn = new("app", "", IsToken: true) } };
    }

    private static ProbeState State(ProbeFault fault)
    {
        IPAddress address = IPAddress.Parse(fault switch
        {
            ProbeFault.PublicAddress => "20.1.2.3", ProbeFault.SinkholeAddress => "0.0.0.0", _ => Address,
        });
        ProbeRequest request = new()
        {
            HostName = Host, SignIn = new("app", "", IsToken: false), ExpectedAddresses = [IPAddress.Parse("10.1.0.9")],
        };
        CertificateFlaw flaw = new(fault, fault switch
        {
            ProbeFault.AuthorityExpired => CertificatePlace.Authority,
            ProbeFault.RootExpired => CertificatePlace.Root,
            _ => CertificatePlace.Own,
        }, "CN=orders", "<what is wrong with it>");
        return new(request, null!, TimeProvider.System)
        {
            Address = address, Resolved = [address],
            Tls = new("TLSv1.3", "TLS_AES_256_GCM_SHA384", new()
            {
                Subject = "CN=orders", Issuer = "CN=Contoso CA", Names = ["billing.contoso.com"],
                ValidFrom = Year, ValidUntil = Year.AddYears(1),
                ChainProblem = flaw, TimeProblem = flaw, HasDigest = true, NameMatches = false,
            }),
        };
    }

    private sealed class AtYear : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Year;
    }

    private static LinkFacts Facts() => new()
    {
        EndpointId = Endpoint, Endpoint = EndpointOf("Succeeded"), ConnectionStatus = "Approved", Addresses = [Address],
        Target = LinkTarget.TryParse(Server), Server = Of(new() { State = "Ready" }), Network = NetworkOf(),
        EndpointNetwork = NetworkOf(), Name = Host, ZoneName = Zone,
    };

    private static Resource<PrivateEndpointProperties> EndpointOf(string state) => new()
    {
        Id = Endpoint, Name = "orders-pe",
        Properties = new() { ProvisioningState = state, Subnet = new() { Id = $"{Network}/subnets/endpoints" } },
    };

    private static Resource<TargetProperties> Of(TargetProperties properties) => new()
    {
        Id = Server, Name = "orders",
        Properties = properties with { FullyQualifiedDomainName = properties.FullyQualifiedDomainName ?? Host },
    };

    private static Resource<VirtualNetworkProperties> NetworkOf(params string[] dns) => new()
    {
        Id = Network, Name = "vnet-app",
        Properties = new()
        {
            AddressSpace = new(["10.1.0.0/16"]), DhcpOptions = new(dns),
            Subnets = [new()
            {
                Id = $"{Network}/subnets/endpoints",
                Properties = new()
                {
                    PrivateEndpointNetworkPolicies = "Enabled",
                    NetworkSecurityGroup = new() { Id = $"{Group}/networkSecurityGroups/nsg-endpoints" },
                },
            }],
        },
    };
}
