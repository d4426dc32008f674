namespace PrivateLinkPg.Pictures;

/// <summary>The paths as a Mermaid flow chart, which many wikis, issue trackers and Markdown readers draw.</summary>
internal static class MermaidText
{
    /// <param name="paths">What to show; at least one.</param>
    public static string Write(IReadOnlyList<LinkPath> paths)
    {
        PictureGraph graph = PictureGraph.Of(paths);
        Dictionary<PictureNode, string> ids = graph.Nodes.Select((node, index) => (node, index))
            .ToDictionary(each => each.node, each => $"n{each.index + 1}");
        StringBuilder text = new("flowchart LR\n");
        text.Append("  accTitle: Private Link to PostgreSQL\n");
        text.Append("  accDescr: ").Append(Plain(PictureWords.Headline(paths))).Append('\n');
        foreach (PictureNode node in graph.Nodes) text.Append("  ").Append(Node(node.Station, ids[node])).Append('\n');
        foreach (PictureLine line in graph.Lines)
            text.Append("  ").Append(ids[line.From]).Append(Arrow(line)).Append(ids[line.To]).Append('\n');
        foreach (StationState state in graph.Nodes.Select(node => node.Station.State).Distinct().Order())
            text.Append("  classDef ").Append(PictureWords.Class(state)).Append(' ').Append(Style(state)).Append('\n');
        return text.ToString().TrimEnd();
    }

    private static string Node(Station station, string id)
    {
        string detail = string.IsNullOrWhiteSpace(station.Detail) ? "" : $"<br/>{Escape(station.Detail)}";
        string label = $"\"{Escape(station.Label)}<br/><b>{Escape(station.Name)}</b>{detail}<br/>{PictureWords.Mark(station.State)} "
            + $"{Escape(station.Word)}\"";
        (string open, string close) = station.Kind switch
        {
            StationKind.Network => ("([", "])"),
            StationKind.Server => ("[(", ")]"),
            StationKind.Test => ("{{", "}}"),
            _ => ("[", "]"),
        };
        return $"{id}{open}{label}{close}:::{PictureWords.Class(station.State)}";
    }

    private static string Arrow(PictureLine line) => line.Flow switch
    {
        LineFlow.Passes => " ==> ",
        LineFlow.Stops => $" --x|\"{PictureWords.Mark(line.To.Station.State)}\"| ",
        _ => " -.-> ",
    };

    // Lines only, no fills, so that it reads on a light and on a dark page.
    private static string Style(StationState state) => state switch
    {
        StationState.Good => "stroke:#2da56a,stroke-width:2px",
        StationState.Waiting => "stroke:#c98a00,stroke-width:3px",
        StationState.Missing => "stroke:#d9622b,stroke-width:3px,stroke-dasharray:7 5",
        StationState.Broken => "stroke:#d9363e,stroke-width:4px",
        _ => "stroke:#7f8b96,stroke-width:2px",
    };

    // Mermaid's own entity codes. Markup, quotes and code fences of a name must stay text.
    private static string Escape(string text)
    {
        StringBuilder escaped = new();
        foreach (char each in TextFit.Clean(text))
        {
            if (char.IsAsciiLetterOrDigit(each) || each is ' ' or '.' or ',' or '-' or '_' or '/' or ':' || each > '\x7f')
                escaped.Append(each);
            else escaped.Append('#').Append((int)each).Append(';');
        }
        return escaped.ToString();
    }

    // A description runs to the end of its line and knows no entities.
    private static string Plain(string text) =>
        string.Concat(TextFit.Clean(text)
            .Select(each => char.IsAsciiLetterOrDigit(each) || each is ' ' or '.' or ',' or '-' or ':' || each > '\x7f' ? each : ' '));
}
