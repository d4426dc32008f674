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

    // Ids are longer than lines; the longest come first.
    private static readonly (string Id, string Words)[] Ids =
    [
        (Servers, "<the servers' subnet>"), ($"{Network}/subnets/endpoints", "<the subnet>"),
        (Network, "<the network>"),
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
        let cause = rule.Words(fault, new ProbeWords(state), "<detail>")
        group cause by rule.Words.GetMethodInfo().DeclaringType!.Name;

    /// <summary>The causes that Azure tells.</summary>
    public static IEnumerable<IGrouping<string, RootCause>> OfAzure()
    {
        ProbeWords words = new(State(ProbeFault.AddressSilent)), named = new(State(ProbeFault.PublicAddress));
        LinkFacts facts = Facts();
        RootCause?[] ends =
        [
            EndCauses.Of(words, facts with { Server = Of(new() { Network = new() { DelegatedSubnetResourceId = Servers } }) }),
            EndCauses.Of(words, facts with { TargetIsGone = true }),
            EndCauses.Of(words, facts with { EndpointIsGone = true }),
            EndCauses.Of(words, facts with { Endpoint = EndpointOf("Failed") }),
            EndCauses.Of(words, facts with { EndpointId = null, Endpoint = null }),
            EndCauses.Of(words, facts with { Server = Of(new() { FullyQualifiedDomainName = "billing.postgres.database.azure.com" }) }),
            EndCauses.Of(words, facts with { Server = Of(new() { State = "Stopped" }) }),
            EndCauses.Of(words, facts with { ConnectionStatus = "Disconnected" }),
            EndCauses.OfConnection(facts with { ConnectionStatus = "Pending" }),
            EndCauses.OfConnection(facts with { ConnectionStatus = "Rejected" }),
        ];
        ZoneFacts zone = new($"{Group}/privateDnsZones/{Zone}", Zone, true, [Address]);
        LinkFacts Zones(params ZoneFacts[] zones) => facts with { Zones = zones };
        RootCause?[] names =
        [
            ZoneCauses.Of(named, Zones(), false),
            ZoneCauses.Of(named, Zones(zone with { IsLinked = false }), false),
            ZoneCauses.Of(named, Zones(zone with { Record = null }), false),
            ZoneCauses.Of(named, Zones(zone with { Record = ["10.1.0.9"] }), false),
            ZoneCauses.Of(named, Zones(zone with { Id = $"{Group}/privateDnsZones/{Wide}", Name = Wide, Record = null }), false),
            ZoneCauses.Of(named, Zones() with { UnreadZones = [Subscription] }, false),
            ZoneCauses.Of(new(State(ProbeFault.UnexpectedAddress)), Zones(zone), false),
            ZoneCauses.Of(named, Zones(zone) with { Network = NetworkOf("10.0.0.4") }, false),
            ZoneCauses.Of(named, Zones(zone), false),
        ];
        Resource<SecurityRuleProperties> rule = new()
        {
            Name = "DenyDatabases",
            Properties = new()
            {
                Direction = "Inbound", Protocol = "Tcp", Access = "Deny", Priority = 200,
                SourceAddressPrefix = "*", DestinationAddressPrefix = "*", DestinationPortRange = "5432",
            },
        };
        LinkFacts ruled = facts with { SecurityRules = new() { Properties = new() { SecurityRules = [rule] } } };
        RootCause?[] way = [SecurityCauses.Of(words, ruled)];
        ProbeState state = State(ProbeFault.CertificateExpired);
        TlsFacts sound = state.Tls! with { Certificate = state.Tls!.Certificate with { TimeProblem = null } };
        RootCause?[] asked = [CertificateCauses.OfAge(state with { Tls = sound, Clock = new AtYear() }, 400)];
        (string Layer, RootCause?[] Causes)[] layers = [("Ends", ends), ("Zones", names), ("Way", way), ("CertificateCauses", asked)];
        return layers.SelectMany(layer => layer.Causes.Select(cause => (layer.Layer, Cause: cause!)))
            .GroupBy(each => each.Layer, each => each.Cause);
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
                ChainProblem = flaw, TimeProblem = flaw, NameMatches = false,
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
        EndpointNetwork = NetworkOf(), ZoneName = Zone,
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
