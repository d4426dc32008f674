using System.Collections.Concurrent;
using System.Net;
using PrivateLinkPg.Sandbox.Network.Dns;

namespace PrivateLinkPg.Sandbox.Tests.Network.Dns;

/// <summary>Names as a test wants them; may change while servers answer.</summary>
internal sealed class NamesOfTest : INameData
{
    public const string Suffix = "postgres.database.azure.com";
    public const string PrivateLinkZone = $"privatelink.{Suffix}";
    public const string ClientNetwork = "/subscriptions/s/resourceGroups/rg-client/providers/Microsoft.Network/virtualNetworks/vnet-client";

    public static IPAddress PublicAddress { get; } = IPAddress.Parse("127.9.255.10");

    public static IPAddress PrivateAddress { get; } = IPAddress.Parse("127.9.0.4");

    public ConcurrentDictionary<string, FlexibleServerNames> Servers { get; } = new();

    public ConcurrentDictionary<string, DnsRecord> Public { get; } = new();

    public ConcurrentDictionary<string, ZoneOfTest> Zones { get; } = new();

    public ConcurrentDictionary<string, DnsFault> Faults { get; } = new();

    public FlexibleServerNames AddServer(string name, bool hasPrivateEndpoint) =>
        Servers[name] = new FlexibleServerNames(name, Suffix, hasPrivateEndpoint, PublicAddress);

    public ZoneOfTest AddZone(string name, bool redirects = false) =>
        Zones[name] = new ZoneOfTest(name) { RedirectsMissingNames = redirects };

    public IEnumerable<ILinkedZone> ZonesLinkedTo(string virtualNetworkId) => virtualNetworkId == ClientNetwork ? Zones.Values : [];

    public IEnumerable<DnsRecord> PublicRecordsAt(string name) =>
        Servers.Values.SelectMany(server => server.RecordsAt(name)).Concat(Public.Where(pair => pair.Key == name).Select(pair => pair.Value));

    public DnsFault FaultFor(string virtualNetworkId, string name) => Faults.GetValueOrDefault(name);
}

internal sealed class ZoneOfTest(string name) : ILinkedZone
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<DnsRecord>> records = new() { ["@"] = [new StartOfAuthorityRecord("azureprivatedns.net", "azureprivatedns-host.microsoft.com", 1, 3600, 300, 2419200, 10, 3600)] };

    public string Name => name;

    public bool RedirectsMissingNames { get; init; }

    public ZoneOfTest With(string relativeName, params DnsRecord[] values)
    {
        records[relativeName] = values;
        return this;
    }

    public void Remove(string relativeName) => records.TryRemove(relativeName, out _);

    public IEnumerable<DnsRecord> RecordsAt(string relativeName) => records.GetValueOrDefault(relativeName, []);

    public bool HasNamesBelow(string relativeName) => records.Keys.Any(key => key.EndsWith($".{relativeName}", StringComparison.Ordinal));
}
