namespace PrivateLinkPg.Pictures;

/// <summary>The way from the clients of one virtual network to one server.</summary>
/// <param name="Stations">The stations, each of another kind, in the order of <see cref="StationKind"/>.</param>
internal sealed record LinkPath(IReadOnlyList<Station> Stations)
{
    /// <summary>The steps of a connection test of this path; empty where none was made.</summary>
    public IReadOnlyList<PgConnectionStep> Steps { get; init; } = [];

    /// <summary>The host name that clients connect to; null where it is not known.</summary>
    public string? HostName { get; init; }

    /// <summary>From where, to where.</summary>
    public string Title => $"{this[StationKind.Network].Name} → {this[StationKind.Server].Name}";

    /// <summary>The first station that nothing gets past, counted from the client; null where there is none.</summary>
    public int? StopsAt =>
        Stations.Select((station, index) => (station, index)).Where(each => each.station.Stops).Select(each => (int?)each.index)
            .FirstOrDefault();

    /// <summary>How the path stands as a whole.</summary>
    public StationState State
    {
        get
        {
            StationState worst = Stations.Max(station => station.State);
            // What was not readable does not matter once a client has been through.
            return worst == StationState.Unknown && Find(StationKind.Test) is { State: StationState.Good } ? StationState.Good : worst;
        }
    }

    /// <summary>That in one sentence.</summary>
    public string Verdict
    {
        get
        {
            string network = this[StationKind.Network].Name, server = this[StationKind.Server].Name;
            string stops =
                string.Join("; ", Stations.Where(station => station.Stops).Select(station => $"{station.Label}: {station.Word}"));
            return State switch
            {
                StationState.Good => $"{network} reaches {server} privately.",
                StationState.Unknown => $"Nothing that can be read keeps {network} from reaching {server} privately.",
                StationState.Waiting => $"{network} does not yet reach {server} privately. {stops}.",
                _ => $"{network} does not reach {server} privately. {stops}.",
            };
        }
    }

    private Station this[StationKind kind] => Find(kind) ?? throw new InvalidOperationException($"A path has a {kind}.");

    private Station? Find(StationKind kind) => Stations.FirstOrDefault(station => station.Kind == kind);
}
