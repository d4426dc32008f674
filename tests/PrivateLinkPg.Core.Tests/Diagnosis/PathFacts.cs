using System.Net;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Link;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>A path as Azure and the probe tell of it, on which all is right but the zone that is not there: each test changes what it is about.</summary>
internal static class PathFacts
{
    public const string Host = "db.postgres.database.azure.com";
    public const string Zone = "privatelink.postgres.database.azure.com";
    public const string Address = "10.1.0.4";
    public const string Public = "203.0.113.7";
    public const string Group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers";
    public const string ZoneId = $"{Group}/Microsoft.Network/privateDnsZones/{Zone}";
    public const string Network = $"{Group}/Microsoft.Network/virtualNetworks/vnet";
    public const string OtherNetwork = $"{Group}/Microsoft.Network/virtualNetworks/data";
    public const string Subnet = $"{Network}/subnets/default";
    public const string Endpoint = $"{Group}/Microsoft.Network/privateEndpoints/pe";
    public const string Server = $"{Group}/Microsoft.DBforPostgreSQL/flexibleServers/db";
    public const string Service = $"{Group}/Microsoft.Network/privateLinkServices/pls";

    /// <summary>What the certificate of a server says.</summary>
    public static TlsFacts Tls(params string[] names) => new("TLSv1.3", "", new()
    {
        Subject = "", Issuer = "", Names = names, ValidFrom = default, ValidUntil = default, ChainProblem = null, TimeProblem = null, HasDigest = true, NameMatches = true,
    });

    /// <summary>A name that leads to an address, which was tried.</summary>
    public static ProbeState State(string address = Address, string host = Host, string? expected = null) =>
        new(new() { HostName = host, ExpectedAddresses = expected is null ? [] : [IPAddress.Parse(expected)] }, null!, TimeProvider.System)
        {
            Address = IPAddress.Parse(address), Resolved = [IPAddress.Parse(address)],
        };

    /// <summary>What a probe found that met a fault.</summary>
    public static ProbeResult Result(ProbeFault fault, ProbeState? state = null)
    {
        bool isName = fault <= ProbeFault.UnexpectedAddress;
        state ??= State(isName ? Public : Address);
        return new(state with { Faults = [(isName ? "Name" : "Tcp", fault, "Detail.")] }, [], TimeSpan.Zero);
    }

    /// <summary>A path that does not work.</summary>
    public static PathCase Case(LinkFacts facts, ProbeFault fault = ProbeFault.AddressSilent, ProbeState? state = null) =>
        new(fault, new(Result(fault, state).State), facts);

    /// <summary>A network, and what it has besides its subnet.</summary>
    public static Resource<VirtualNetworkProperties> NetworkWith(
        string id = Network, string[]? dns = null, string? group = null, Resource<PeeringProperties>[]? peerings = null, string subnet = "default") => new()
        {
            Id = id,
            Name = ResourceIds.Name(id),
            Properties = new()
            {
                AddressSpace = new(["10.1.0.0/16"]),
                DhcpOptions = new(dns),
                Subnets = [new()
                {
                    Id = $"{id}/subnets/{subnet}",
                    Properties = new() { PrivateEndpointNetworkPolicies = "Enabled", NetworkSecurityGroup = group is null ? null : new() { Id = group } },
                }],
                VirtualNetworkPeerings = peerings,
            },
        };

    public static LinkFacts Facts(TargetProperties? server = null, string[]? dns = null, string? group = null, string state = "Succeeded")
    {
        Resource<VirtualNetworkProperties> network = NetworkWith(dns: dns, group: group);
        return new()
        {
            EndpointId = Endpoint,
            Endpoint = new() { Id = Endpoint, Name = "pe", Properties = new() { ProvisioningState = state, Subnet = new() { Id = Subnet } } },
            ConnectionStatus = "Approved",
            Addresses = [Address],
            Target = LinkTarget.Parse(Server),
            Server = new() { Id = Server, Name = "db", Properties = server ?? new() { State = "Ready" } },
            Network = network,
            EndpointNetwork = network,
            Name = Host,
            ZoneName = Zone,
        };
    }
}
