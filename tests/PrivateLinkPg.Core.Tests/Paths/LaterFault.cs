using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Network.Relays;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>Faults that were thought of when all rules were written.</summary>
internal static class LaterFault
{
    public static readonly IReadOnlyList<InjectedFault> All =
    [
        Of("an alias in the record's place", "RecordStale", path => path.Change(_ =>
        {
            PrivateDnsZone zone = path.Find<PrivateDnsZone>(path.ZoneId);
            zone.RemoveRecordSet("A", path.RecordName);
            zone.GetOrAddRecordSet("CNAME", path.RecordName).Records = new JsonArray(new JsonObject { ["cname"] = "old.corp.example" });
        })),
        Of("a wildcard answers for the missing record", "RecordMissing", path => path.Change(_ =>
        {
            PrivateDnsZone zone = path.Find<PrivateDnsZone>(path.ZoneId);
            zone.RemoveRecordSet("A", path.RecordName);
            zone.GetOrAddRecordSet("A", "*").Records = new JsonArray(new JsonObject { ["ipv4Address"] = "127.9.9.9" });
        })),
        Of("no record, and missing names are asked of public DNS", "RecordMissing", path => path.Change(_ =>
        {
            PrivateDnsZone zone = path.Find<PrivateDnsZone>(path.ZoneId);
            zone.RemoveRecordSet("A", path.RecordName);
            foreach (VirtualNetworkLink link in zone.Links.Values) link.ResolutionPolicy = "NxDomainRedirect";
        })) with { In = layout => layout.Target == PathTarget.Server },
        Of("the name has a text record alone", "RecordMissing", path => path.Change(_ =>
        {
            PrivateDnsZone zone = path.Find<PrivateDnsZone>(path.ZoneId);
            zone.RemoveRecordSet("A", path.RecordName);
            zone.GetOrAddRecordSet("TXT", path.RecordName).Records = new JsonArray(new JsonObject { ["value"] = new JsonArray("hello") });
        })),
        Of("the record leads to a machine that registered the same name", "RecordStale", path => path.SetRecord(path.Address[..path.Address.LastIndexOf('.')] + ".200")),
        Of("the name is misspelled", "EndpointToOtherServer", path => path.Asked = path.Asked with { HostName = "pg-order.postgres.database.azure.com" })
            with { In = layout => layout.Target == PathTarget.Server },
        Of("the privatelink name is asked for", "ConnectedByPrivateLinkName", path => path.Asked = path.Asked with { HostName = "pg-orders.privatelink.postgres.database.azure.com" })
            with { In = layout => layout.Target == PathTarget.Server },
        Of("the address is asked for", "ConnectedByAddress", path => path.Asked = path.Asked with { HostName = path.Address }),
        Of("a name of one's own is asked for", "CertificateNameMismatch", path =>
        {
            path.Record("db.corp.example", path.Address, path.ClientNetwork, group: "rg-client");
            path.Asked = path.Asked with { HostName = "db.corp.example" };
        }),
        Of("the pooler's port, where there is none", "PortClosed", path => path.Asked = path.Asked with { Port = 6432 }),

        // And when routes, peerings and aliases were judged too.
        new("an appliance on the way drops it", PathLayer.Way, "AddressSilent", path =>
        {
            path.Route($"{path.Address}/32", "VirtualAppliance");
            return path.FailAsync(new() { Endpoints = [new() { Endpoint = path.Endpoint.Id, Fault = PathFault.Dropped }] });
        }),
        Of("of two subnets of the clients one is sent nowhere", "AddressSilent", path =>
        {
            path.Route($"{path.Address}/32", "None");
            path.AddSubnet("apps");
        }) with { In = layout => layout.Zone == ZonePlace.Spoke },
        new("the route table may not be read", PathLayer.Way, "AddressSilent", path =>
        {
            path.Route($"{path.Address}/32", "None");
            return path.FailAsync(InjectedFault.Refused("*/routeTables/*"));
        }),
        Of("the clients are peered with a hub alone", "NetworksNotPeered", path => path.Change(_ =>
        {
            (VirtualNetworkPeering own, VirtualNetworkPeering remote) = path.Peering();
            remote.Network.Peerings.Remove(remote.Name);
            own.Network.Peerings.Remove(own.Name);
            path.Peer(path.ClientNetwork, path.Network(7));
        })) with { In = layout => layout.Zone == ZonePlace.Spoke },
        Of("the networks are not peered, and the clients' has a gateway", "AddressSilent", path =>
        {
            path.Change(_ =>
            {
                (VirtualNetworkPeering own, VirtualNetworkPeering remote) = path.Peering();
                remote.Network.Peerings.Remove(remote.Name);
                own.Network.Peerings.Remove(own.Name);
            });
            path.AddSubnet("GatewaySubnet");
        }) with { In = layout => layout.Zone == ZonePlace.Spoke },
        Of("two route tables' worth: a narrow route spares it, a wide one does not matter, a rule denies", "SecurityRuleDenies", path =>
        {
            path.Secure("Deny", source: "*", ports: "5000-6000", priority: 100, applies: true);
            path.AddSubnet("apps");
        }),
        Of("an alias of an alias of one's own, without the record", "RecordMissing", path =>
        {
            path.AskByAlias("db.first.example");
            path.AskByAlias("db.second.example");
            path.Change(_ => path.Find<PrivateDnsZone>(path.ZoneId).RemoveRecordSet("A", path.RecordName));
        }),
        Of("a wildcard that is an alias", "RecordStale", path => path.Change(_ =>
        {
            PrivateDnsZone zone = path.Find<PrivateDnsZone>(path.ZoneId);
            zone.RemoveRecordSet("A", path.RecordName);
            zone.GetOrAddRecordSet("CNAME", "*").Records = new JsonArray(new JsonObject { ["cname"] = "old.corp.example" });
        })),
        Of("a security rule denies the clients' range alone", "SecurityRuleDenies", path =>
            path.Secure("Deny", path.Find<VirtualNetwork>(path.ClientNetwork).AddressSpace[0].ToString(), ports: "*", priority: 200, applies: true)),
        Of("aliases of one's own in a circle", "AliasLoop", path =>
        {
            path.AskByAlias();
            path.Change(state => state.All<PrivateDnsZone>().Single(zone => zone.Name == "corp.example").GetOrAddRecordSet("CNAME", "db").Records =
                new JsonArray(new JsonObject { ["cname"] = "db.corp.example" }));
        }),
    ];

    private static InjectedFault Of(string name, string code, Action<ConnectedPath> inject) => new(name, PathLayer.Name, code, InjectedFault.Do(inject));
}
