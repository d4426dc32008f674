using CsCheck;

namespace PrivateLinkPg.Core.Tests.Promises;

/// <summary>How a team wants its records.</summary>
internal enum RecordWay
{
    Record,
    Append,
    ZoneGroup,
    NoLink,
    OwnGroup,
}

/// <summary>A record that somebody else has.</summary>
/// <param name="MadeWithUs">It carries this module's mark, for an endpoint of theirs.</param>
internal sealed record OthersRecord(string Label, string Address, int TimeToLive, bool MadeWithUs);

/// <summary>A zone that somebody else has.</summary>
/// <param name="InHub">In the hub's subscription; else in a group of their own beside the clients'.</param>
internal sealed record OthersZone(string Name, bool InHub, bool MadeWithUs, IReadOnlyList<OthersRecord> Records);

/// <summary>An input: an endpoint in a network, and a record.</summary>
/// <param name="Network">One of 1 to 4.</param>
/// <param name="OwnName">A name of its own beside the server's; null for the server's.</param>
internal sealed record Wish(int Network, string? OwnName);

/// <summary>One line of commands with all its inputs, as a team runs it.</summary>
internal sealed record Line(RecordWay Way, int? TimeToLive, bool Tagged, IReadOnlyList<Wish> Inputs)
{
    public override string ToString() => $"{Way} {TimeToLive} {(Tagged ? "tagged" : "")}: {string.Join(", ", Inputs)}";
}

/// <summary>An Azure that others work in, and what a team runs there.</summary>
/// <param name="Linked">By network 1 to 8 and name of a zone: which of the zones of that name it is linked to; none below 0.</param>
/// <param name="Endpoints">The networks 5 to 8 that others have an endpoint of the server in.</param>
internal sealed record EstatePlan(IReadOnlyList<OthersZone> Zones, int[][] Linked, IReadOnlyList<int> Endpoints, Line Line)
{
    public const string PrivateZone = Support.LinkedServer.PrivateZone;
    public const string OwnZone = "corp.example";

    /// <summary>The names of zones, in the order of <see cref="Linked"/>.</summary>
    public static readonly string[] ZoneNames = [PrivateZone, OwnZone];

    private static readonly Gen<OthersRecord> AnyRecord = Gen.Select(
        Of("billing", "hr", "pg-orders", "db1"), Gen.Int[2, 250], Gen.Int[1, 100], Gen.Bool,
        (label, host, seconds, ours) => new OthersRecord(label, $"10.77.0.{host}", seconds, ours));

    private static readonly (string Name, bool InHub)[] AllZones = [(PrivateZone, true), (PrivateZone, false), (OwnZone, true), (OwnZone, false)];

    private static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<OthersZone> Zone(string name, bool inHub) => Gen.Select(
        Gen.Bool, AnyRecord.List[0, 3], (ours, records) => new OthersZone(name, inHub, ours, [.. records.DistinctBy(record => record.Label)]));

    private static readonly Gen<Wish> AnyWish = Gen.Select(
        Gen.Int[1, 4], Of<string?>(null, null, "db1.corp.example", "db2.corp.example"), (network, name) => new Wish(network, name));

    private static readonly Gen<Line> AnyLine = Gen.Select(
        Gen.Enum<RecordWay>(), Of<int?>(null, 60, 3600), Gen.Bool, AnyWish.List[1, 4],
        (way, seconds, tagged, inputs) => new Line(way, seconds, tagged, [.. inputs.DistinctBy(wish => wish.Network)]));

    /// <summary>Nobody else is there.</summary>
    public static EstatePlan Empty { get; } = new([], [], [], new(RecordWay.Record, null, false, []));

    public static Gen<EstatePlan> Any { get; } = Gen.Select(
        Gen.Int[0, 15].SelectMany(which => Each(AllZones.Where((_, i) => (which >> i & 1) == 1).Select(zone => Zone(zone.Name, zone.InHub)))),
        Gen.Int[-3, 1].Array[2].Array[8], Gen.Int[5, 8].List[0, 3], AnyLine,
        (zones, linked, endpoints, line) => new EstatePlan(zones, linked, [.. endpoints.Distinct()], line));

    private static Gen<OthersZone[]> Each(IEnumerable<Gen<OthersZone>> zones) =>
        zones.Aggregate(Gen.Const(Array.Empty<OthersZone>()), (all, next) => Gen.Select(all, next, (before, zone) => (OthersZone[])[.. before, zone]));

    public override string ToString() => string.Join('\n',
    [
        .. Zones.Select(zone => $"zone {zone.Name} {(zone.InHub ? "in the hub" : "beside")}{(zone.MadeWithUs ? " with our mark" : "")}: {string.Join(", ", zone.Records)}"),
        .. Linked.Select((links, i) => $"network {i + 1} linked to {string.Join(", ", links.Select(which => which < 0 ? "none" : $"{which}"))}"),
        $"endpoints of others in {string.Join(", ", Endpoints)}",
        Line.ToString(),
    ]);
}
