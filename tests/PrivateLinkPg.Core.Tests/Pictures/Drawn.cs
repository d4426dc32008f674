using PrivateLinkPg.Pictures;

namespace PrivateLinkPg.Core.Tests.Pictures;

/// <summary>Paths made by hand, for tests of how they are drawn.</summary>
internal static class Drawn
{
    public const string Hostile = "<b>\"x\"&'#`;</style><script>alert(1)</script>\u202e\u0007";

    public static LinkPath Path(
        string network = "vnet-client", string server = "pg-orders", StationState link = StationState.Good, StationState connection = StationState.Good, bool test = false) => new(
    [
        new(StationKind.Network, network, network, StationState.Good, "There") { Detail = "10.0.0.0/16" },
        new(StationKind.Link, $"zone {network}", "privatelink.postgres.database.azure.com", link, link.ToString()),
        new(StationKind.Record, $"record {server}", $"{server}.postgres.database.azure.com", StationState.Good, "Leads here") { Detail = "10.0.0.4" },
        new(StationKind.Endpoint, $"{network} {server}", $"{network}-{server}-pe", StationState.Good, "Ready") { Detail = "10.0.0.4" },
        new(StationKind.Connection, $"{network} {server}", $"{network}-{server}-pe", connection, connection.ToString()) { Remedy = "Do something:", Command = "Approve-PgEndpointConnection" },
        new(StationKind.Server, server, server, StationState.Good, "Ready") { Label = "Flexible server", Id = $"/subscriptions/0/x/{server}" },
        .. test ? (Station[])[new(StationKind.Test, $"{network} {server}", "test", StationState.Good, "Passed")] : [],
    ])
    {
        HostName = $"{server}.postgres.database.azure.com",
        Steps = test ? [new("Name", "Passed", TimeSpan.FromMilliseconds(1), "found"), new("Tcp", "Failed", TimeSpan.FromMilliseconds(1), "silent"), new("Tls", "Skipped", TimeSpan.Zero, "")] : [],
    };

    /// <summary>A path on which every text that comes from outside is hostile.</summary>
    public static LinkPath HostilePath() => new(
        [.. Enum.GetValues<StationKind>().Select(kind => new Station(kind, Hostile, Hostile, StationState.Broken, Hostile) { Label = Hostile, Detail = Hostile, Remedy = Hostile, Command = Hostile, Id = Hostile })])
    {
        HostName = Hostile,
        Steps = [new(Hostile, Hostile, TimeSpan.Zero, Hostile)],
    };
}
