using System.Text.Json.Nodes;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>Something that is there and does no harm, or another way to ask: of none of it may a word be said.</summary>
internal sealed record HealthyVariant(string Name, Action<ConnectedPath> Make)
{
    /// <summary>In which layouts there can be such a thing.</summary>
    public Predicate<PathLayout> In { get; init; } = _ => true;

    public override string ToString() => Name;

    public static readonly IReadOnlyList<HealthyVariant> All =
    [
        new("as it is", _ => { }),
        new("the address is expected", path => path.Asked = path.Asked with { ExpectedIpAddress = [path.Address] }),
        new("nobody names the endpoint", path => path.Asked = path.Asked with { EndpointId = null, VirtualNetworkId = path.ClientNetwork }),
        new("nobody names anything", path => path.Asked = path.Asked with { EndpointId = null, VirtualNetworkId = null }),
        new("the chain is checked and the name is not", path => path.Asked = path.Asked with { SslMode = PgSslMode.VerifyCA }),
        new("asked three times, with a month of validity", path => path.Asked = path.Asked with { Count = 3, MinimumValidDays = 31 }),
        new("a security group lets the network in", path => path.Secure("Allow", source: "VirtualNetwork", ports: "5432", priority: 300, applies: true)),
        new("a security group that is not applied to endpoints denies", path => path.Secure("Deny", source: "*", ports: "5432", priority: 300, applies: false)),
        new("all else goes through an appliance", path => path.Route("0.0.0.0/0", "VirtualAppliance", applies: true)),
        new("the endpoint is reached through an appliance", path => path.Route($"{path.Address}/32", "VirtualAppliance")),
        new("a route as narrow as the network that is not applied to endpoints goes nowhere", path => path.Route(path.EndpointRange, "None")),
        new("asked by an alias of one's own", path => path.AskByAlias()),
        new("another network's zone is stale", path => path.Record(path.Asked.HostName!, "10.9.9.9", path.Network(5), group: path.Group("rg-stale"))),
        new("twenty zones of that name, of others", path =>
        {
            for (int i = 0; i < 20; i++) path.Record(path.Asked.HostName!, $"10.8.0.{i + 4}", path.Network(6), group: path.Group($"rg-{i}"), link: false);
        }),
        new("a stranger's request waits", path =>
        {
            string stranger = path.OtherEndpoint("stranger-pe").Id;
            path.Change(_ => path.Find<PrivateEndpoint>(stranger).Connection.Status = "Pending");
        }),
        new("another server's record in the same zone", path =>
        {
            string address = path.Ip(path.OtherEndpoint()).IpAddress;
            path.Change(_ => path.Find<PrivateDnsZone>(path.ZoneId).GetOrAddRecordSet("A", "billing").Records = new JsonArray(new JsonObject { ["ipv4Address"] = address }));
        }),
        new("a replica of the server, with an endpoint of its own", path =>
        {
            string other = path.OtherEndpoint("replica-pe").TargetId!;
            path.Change(state =>
            {
                FlexibleServer replica = path.Find<FlexibleServer>(other);
                state.Remove(replica);
                state.Add(new FlexibleServer(replica.Id, replica.Location!)
                {
                    PublicAddress = replica.PublicAddress, DisplayLocation = replica.DisplayLocation, Source = path.Find<FlexibleServer>(path.TargetId).Id,
                    CreatedAt = replica.CreatedAt, ChangedAt = replica.ChangedAt, ProvisioningState = "Succeeded",
                });
            });
        }) { In = layout => layout.Target == PathTarget.Server },
    ];
}
