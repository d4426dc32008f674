namespace PrivateLinkPg.Pictures;

/// <summary>How far traffic gets along a line.</summary>
internal enum LineFlow
{
    /// <summary>It passes.</summary>
    Passes,
    /// <summary>Nobody knows.</summary>
    Unsure,
    /// <summary>It ends here.</summary>
    Stops,
    /// <summary>Nothing comes this far.</summary>
    Beyond,
}

/// <summary>A station that is drawn once for all paths through it.</summary>
/// <param name="Station">The station.</param>
/// <param name="Column">Its column, from 0.</param>
internal sealed record PictureNode(Station Station, int Column)
{
    /// <summary>The paths through it, by their number from the top.</summary>
    public List<int> Rows { get; } = [];

    /// <summary>Where it would best stand: amid its paths.</summary>
    public double Row => Rows.Average();
}

/// <summary>A line from one station to the next.</summary>
internal sealed record PictureLine(PictureNode From, PictureNode To, LineFlow Flow);

/// <summary>All paths of one picture, joined where they share a station.</summary>
internal sealed record PictureGraph(IReadOnlyList<PictureNode> Nodes, IReadOnlyList<PictureLine> Lines)
{
    /// <summary>Joins paths. Those with the same server, then the same record, stand together, so that lines seldom cross.</summary>
    public static PictureGraph Of(IEnumerable<LinkPath> paths)
    {
        LinkPath[] sorted = [.. paths.OrderBy(path => Key(path, StationKind.Server), StringComparer.OrdinalIgnoreCase)
            .ThenBy(path => Key(path, StationKind.Record), StringComparer.OrdinalIgnoreCase)
            .ThenBy(path => Key(path, StationKind.Endpoint), StringComparer.OrdinalIgnoreCase)
            .ThenBy(path => Key(path, StationKind.Network), StringComparer.OrdinalIgnoreCase)];
        List<StationKind> columns = [.. sorted.SelectMany(path => path.Stations).Select(station => station.Kind).Distinct().Order()];
        Dictionary<(StationKind, string), PictureNode> nodes = [];
        Dictionary<(PictureNode, PictureNode), PictureLine> lines = [];
        for (int row = 0; row < sorted.Length; row++)
        {
            PictureNode? previous = null;
            foreach ((Station station, int index) in sorted[row].Stations.Select((station, index) => (station, index)))
            {
                // The same record is right for one endpoint and wrong for another: what does not look the same is not the same card.
                var key = (station.Kind, $"{station.Key.ToUpperInvariant()} {station.Word}");
                if (!nodes.TryGetValue(key, out PictureNode? node)) nodes[key] = node = new(station, columns.IndexOf(station.Kind));
                node.Rows.Add(row);
                if (previous is not null) Join(lines, previous, node, Flow(sorted[row], index));
                previous = node;
            }
        }
        return new([.. nodes.Values], [.. lines.Values]);
    }

    private static string Key(LinkPath path, StationKind kind) => path.Stations.FirstOrDefault(station => station.Kind == kind)?.Key ?? "";

    private static LineFlow Flow(LinkPath path, int index) =>
        path.StopsAt is { } stop && index >= stop ? index == stop ? LineFlow.Stops : LineFlow.Beyond
        : path.State != StationState.Good && path.Stations.Take(index + 1).Any(station => station.State == StationState.Unknown)
            ? LineFlow.Unsure
        : LineFlow.Passes;

    // What passes on one path passes.
    private static void Join(Dictionary<(PictureNode, PictureNode), PictureLine> lines, PictureNode from, PictureNode to, LineFlow flow) =>
        lines[(from, to)] = new(from, to, lines.TryGetValue((from, to), out PictureLine? drawn) && drawn.Flow < flow ? drawn.Flow : flow);
}
