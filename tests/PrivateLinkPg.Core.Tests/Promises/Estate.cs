using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Promises;

/// <summary>An Azure made by a plan, and the teams that work in it with this module.</summary>
internal sealed class Estate : LinkedServer, IAsyncDisposable
{
    private const string OthersGroup = "rg-others";
    private EstatePlan _plan = null!;

    /// <summary>Others' things, by id.</summary>
    public IReadOnlyList<string> Others { get; private set; } = [];

    private string OthersEndpoint => $"/subscriptions/{Azure.Ready.Subscriptions.Test}/resourceGroups/{OthersGroup}/providers/Microsoft.Network/privateEndpoints/theirs";

    public static async Task<Estate> OfAsync(EstatePlan plan)
    {
        Estate estate = new() { _plan = plan };
        await estate.InitializeAsync();
        HashSet<string> before = [.. AzureText.Of(estate.Azure.Sandbox.State).Keys];
        estate.CreateGroup(OthersGroup, ("team", "others"));
        estate.MakeOthers();
        estate.Others = [.. AzureText.Of(estate.Azure.Sandbox.State).Keys.Where(id => !before.Contains(id))];
        Assert.Superset(
            plan.Zones.SelectMany(zone => zone.Records.Select(record => $"{estate.ZoneId(zone)}/A/{record.Label}").Prepend(estate.ZoneId(zone))).Concat(estate.Links().Select(link => link.Id)).ToHashSet(StringComparer.OrdinalIgnoreCase),
            estate.Others.ToHashSet(StringComparer.OrdinalIgnoreCase));
        return estate;
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    /// <summary>What the teams run: an endpoint each, and a record each. One that is refused is told, and the others go on.</summary>
    public IReadOnlyList<PgPrivateEndpoint> Run(CommandRunner runner)
    {
        IReadOnlyList<PgPrivateEndpoint> endpoints = runner.Run<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            NewPgPrivateEndpoint.RunAsync, [.. _plan.Line.Inputs.Select(wish => new NewPgPrivateEndpointRequest { Target = Server, SubnetId = Azure.Subnet(wish.Network) })]);
        // In the order of the inputs: endpoints come as they are done.
        var requests = _plan.Line.Inputs.Join(
            endpoints, wish => Azure.Network(wish.Network), each => each.VirtualNetworkId, (wish, each) => Wanted(each, wish), StringComparer.OrdinalIgnoreCase);
        runner.Run<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, [.. requests]);
        return endpoints;
    }

    /// <summary>Takes all of it away again.</summary>
    public void TakeBack(CommandRunner runner, IEnumerable<PgPrivateEndpoint> endpoints) => runner.Run<RemovePgPrivateEndpointRequest, PgRemoval>(
        RemovePgPrivateEndpoint.RunAsync, [.. endpoints.Select(each => new RemovePgPrivateEndpointRequest
        {
            Id = each.Id, IncludeDns = true, DnsSubscriptionId = [Azure.Ready.Subscriptions.Development],
        })]);

    /// <summary>The others' records that a team was asked to add to: it may, and nothing else.</summary>
    public IReadOnlySet<string> AddedTo => _plan.Line.Way != RecordWay.Append ? new HashSet<string>() : _plan.Line.Inputs
        .SelectMany(wish => Others.Where(id => id.EndsWith(
            wish.OwnName is { } name ? $"/{EstatePlan.OwnZone}/A/{name.Split('.')[0]}" : $"/{EstatePlan.PrivateZone}/A/{HostName.Split('.')[0]}", StringComparison.OrdinalIgnoreCase)))
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Links to zones with records of others: through them the network's clients find those too, whoever made the link.</summary>
    public IEnumerable<string> LinksInUse(IEnumerable<string> before) => _plan.Zones.Where(zone => zone.Records.Count > 0).SelectMany(zone =>
        Enumerable.Range(1, 4).Select(network => $"{ZoneId(zone)}/virtualNetworkLinks/vnet-client-{network:00}")).Except(before, StringComparer.OrdinalIgnoreCase);

    private NewPgPrivateDnsRecordRequest Wanted(PgPrivateEndpoint endpoint, Wish wish)
    {
        Line line = _plan.Line;
        NewPgPrivateDnsRecordRequest request = Request(Azure.Runner(), endpoint);
        if (wish.OwnName is { } name) request = request with { HostName = name, ZoneName = EstatePlan.OwnZone };
        if (line.Way == RecordWay.OwnGroup)
        {
            CreateGroup($"rg-team-{wish.Network}");
            request = request with { ResourceGroupName = $"rg-team-{wish.Network}" };
        }
        return request with
        {
            Append = line.Way == RecordWay.Append, AsZoneGroup = line.Way == RecordWay.ZoneGroup, NoLink = line.Way == RecordWay.NoLink,
            TimeToLive = line.Way == RecordWay.ZoneGroup ? null : line.TimeToLive, Tag = line.Tagged ? new Dictionary<string, string> { ["team"] = "orders" } : null,
        };
    }

    private void MakeOthers()
    {
        foreach (int network in _plan.Endpoints) Endpoint(Azure.Runner(), network);
        Azure.Runner().One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            NewPgPrivateEndpoint.RunAsync, new() { Target = Server, SubnetId = Azure.Subnet(8), Name = "theirs", ResourceGroupName = OthersGroup });
        foreach (OthersZone zone in _plan.Zones)
        {
            string id = ZoneId(zone);
            Meanwhile(async arm =>
            {
                Dictionary<string, string> tags = zone.MadeWithUs ? RecordOwner.Mark(null, OthersEndpoint) : new() { ["owner"] = "others" };
                await arm.CreateZoneAsync(id, tags, Watch, default);
                foreach (OthersRecord record in zone.Records)
                {
                    Dictionary<string, string> metadata = record.MadeWithUs ? RecordOwner.TakenOver(null, OthersEndpoint, [record.Address]) : new() { ["owner"] = "others" };
                    await arm.PutARecordAsync($"{id}/A/{record.Label}", RecordFacts.Body([record.Address], record.TimeToLive, metadata), ArmGateway.IfAbsent, default);
                }
            });
        }
        HashSet<int> registering = [];
        foreach ((string id, int network) in Links())
        {
            // Virtual machines of a network register in one zone.
            bool registers = network % 2 == 0 && registering.Add(network);
            Meanwhile(arm => arm.PutLinkAsync(
                id,
                new() { Location = "global", Tags = new() { ["owner"] = "others" }, Properties = new() { VirtualNetwork = new() { Id = Azure.Network(network) }, RegistrationEnabled = registers } },
                ArmGateway.IfAbsent, Watch, default));
        }
    }

    private IEnumerable<(string Id, int Network)> Links() =>
        from network in Enumerable.Range(1, _plan.Linked.Length)
        from linked in EstatePlan.ZoneNames.Zip(_plan.Linked[network - 1])
        let zone = linked.Second < 0 ? null : _plan.Zones.Where(zone => zone.Name == linked.First).ElementAtOrDefault(linked.Second)
        where zone is not null
        select ($"{ZoneId(zone)}/virtualNetworkLinks/theirs-{network}", network);

    private string ZoneId(OthersZone zone) =>
        $"/subscriptions/{(zone.InHub ? $"{Azure.Ready.Subscriptions.Development}/resourceGroups/rg-data" : $"{Azure.Ready.Subscriptions.Test}/resourceGroups/{OthersGroup}")}"
            + $"/providers/Microsoft.Network/privateDnsZones/{zone.Name}";
}
