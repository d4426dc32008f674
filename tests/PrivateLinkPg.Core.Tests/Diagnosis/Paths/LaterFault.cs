using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Diagnosis.Paths;

/// <summary>Faults that were thought of when all rules were written.</summary>
internal static class LaterFault
{
    public static readonly IReadOnlyList<InjectedFault> All =
    [
        Of("an alias in the record's place", "RecordMissing", path => path.Change(_ =>
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
    ];

    private static InjectedFault Of(string name, string code, Action<ConnectedPath> inject) => new(name, PathLayer.Name, code, InjectedFault.Do(inject));
}
