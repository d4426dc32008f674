using System.Net;
using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Network.Dns;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox;

/// <summary>What the DNS servers know: the public names of the servers, and the zones that are linked to a network.</summary>
internal sealed class SandboxNames(SandboxState state, Seed seed, FaultSchedule faults) : INameData
{
    private const string FlexibleServers = "postgres.database.azure.com";
    private const string Clusters = "postgres.cosmos.azure.com";
    private const int BigAnimalTimeToLive = 60;

    public IEnumerable<ILinkedZone> ZonesLinkedTo(string virtualNetworkId) => state.Run(() =>
    {
        if (!ResourceId.TryParse(virtualNetworkId, out var id)) return [];
        if (state.TryGet<VirtualNetwork>(id, out var network) && network.DnsServers.Count > 0) return [];
        return Links(id).Select(pair => (ILinkedZone)new LinkedZone(state, pair.Zone, pair.Link)).ToList();
    }, writes: false);

    public IEnumerable<DnsRecord> PublicRecordsAt(string name) => name == Seed.BigAnimalHost
        ? [new AddressRecord(seed.BigAnimalAddress, BigAnimalTimeToLive)]
        : state.Run(() => PublicNames().SelectMany(names => names.RecordsAt(name)).ToList(), writes: false);

    public DnsFault FaultFor(string virtualNetworkId, string name) => faults.ForName(virtualNetworkId, name);

    private IEnumerable<(PrivateDnsZone Zone, VirtualNetworkLink Link)> Links(ResourceId network) =>
        from zone in state.All<PrivateDnsZone>()
        from link in zone.Links.Values
        where link.VirtualNetwork.Equals(network)
        select (zone, link);

    private IEnumerable<FlexibleServerNames> PublicNames()
    {
        foreach (var server in state.All<FlexibleServer>())
            yield return new(
                server.Name.ToLowerInvariant(), FlexibleServers, HasEndpoint(server, FlexibleServer.GroupId), server.PublicAddress);
        foreach (var cluster in state.All<ServerGroup>())
            foreach (var group in cluster.GroupIds)
                yield return new(
                    cluster.HostName(group)[..^(Clusters.Length + 1)], Clusters, HasEndpoint(cluster, group), cluster.PublicAddress);
    }

    private static bool HasEndpoint(PrivateLinkTarget target, string group) => target.Connections.Values.Any(connection =>
        connection.Status == "Approved" && connection.GroupIds?.Contains(group) == true);

    private sealed class LinkedZone(SandboxState state, PrivateDnsZone zone, VirtualNetworkLink link) : ILinkedZone
    {
        public string Name => zone.Name.ToLowerInvariant();

        public bool RedirectsMissingNames => link.ResolutionPolicy == "NxDomainRedirect";

        public IEnumerable<DnsRecord> RecordsAt(string relativeName) => state.Run(() => zone.RecordSets.Values
            .Where(record => record.Name.Equals(relativeName, StringComparison.OrdinalIgnoreCase))
            .SelectMany(Read).ToList(), writes: false);

        public bool HasNamesBelow(string relativeName) => state.Run(() => zone.RecordSets.Values
            .Any(record => record.Name.EndsWith("." + relativeName, StringComparison.OrdinalIgnoreCase)), writes: false);

        private static IEnumerable<DnsRecord> Read(RecordSet set)
        {
            var ttl = (int)set.TimeToLive;
            return set.Records.Select(item => (DnsRecord)(set.RecordType switch
            {
                "A" => new AddressRecord(IPAddress.Parse((string)item!["ipv4Address"]!), ttl),
                "AAAA" => new AddressRecord(IPAddress.Parse((string)item!["ipv6Address"]!), ttl),
                "CNAME" => new CanonicalNameRecord(Host(item, "cname"), ttl),
                "MX" => new MailExchangeRecord((int)Number(item, "preference"), Host(item, "exchange"), ttl),
                "PTR" => new PointerRecord(Host(item, "ptrdname"), ttl),
                "SRV" => new ServiceRecord((int)Number(item, "priority"), (int)Number(item, "weight"), (int)Number(item, "port"),
                    Host(item, "target"), ttl),
                RecordKind.Authority => new StartOfAuthorityRecord(
                    Host(item, "host"), Host(item, "email"), Number(item, "serialNumber"), Number(item, "refreshTime"),
                    Number(item, "retryTime"), Number(item, "expireTime"), Number(item, "minimumTtl"), ttl),
                _ => new TextRecord([.. item!["value"]!.AsArray().Select(value => (string)value!)], ttl),
            }));
        }

        private static string Host(JsonNode? item, string field) => ((string)item![field]!).TrimEnd('.');

        private static uint Number(JsonNode? item, string field) =>
            uint.Parse(item![field]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
