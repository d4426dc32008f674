using System.Globalization;
using System.Xml.Linq;

namespace PrivateLinkPg.Pictures;

/// <summary>One HTML file with the picture of all paths and the same in words. It loads nothing and runs nothing.</summary>
internal static class HtmlPage
{
    // With more paths than this, those that are open are folded.
    private const int UnfoldedPaths = 3;

    /// <param name="paths">What to show; at least one.</param>
    /// <param name="asOf">When it was read.</param>
    public static string Write(IReadOnlyList<LinkPath> paths, DateTimeOffset asOf)
    {
        string headline = PictureWords.Headline(paths);
        XElement html = new(
            "html", new XAttribute("lang", "en"),
            Head(headline),
            new XElement(
                "body",
                SvgShapes.Definitions(),
                new XElement(
                    "header",
                    Glyph(PictureWords.Worst(paths)),
                    new XElement("div", new XElement("h1", Text(headline)), new XElement("p", Class("told"), Told(asOf)))),
                new XElement(
                    "main",
                    new XElement("figure", Class("wide"), Overview(paths, headline)),
                    paths.Select((path, index) => Path(path, index, paths.Count))),
                new XElement(
                    "footer", Class("legend"),
                    Enum.GetValues<StationState>().Select(state => new XElement("span", Glyph(state), PictureWords.Meaning(state))))));
        return "<!DOCTYPE html>\n" + html.ToString(SaveOptions.DisableFormatting) + "\n";
    }

    private static string Told(DateTimeOffset asOf) => string.Create(
        CultureInfo.InvariantCulture, $"Private Link to PostgreSQL, as Azure tells it on {asOf.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    private static XElement Overview(IReadOnlyList<LinkPath> paths, string headline)
    {
        PictureLayout layout = PictureLayout.Across(PictureGraph.Of(paths));
        return SvgPicture.Draw(layout, "picture", headline, string.Join(" ", paths.Select(PictureWords.Sentence)));
    }

    private static XElement Head(string title) => new(
        "head",
        new XElement("meta", new XAttribute("charset", "utf-8")),
        new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
        new XElement(
            "meta", new XAttribute("http-equiv", "Content-Security-Policy"),
            new XAttribute("content", "default-src 'none'; style-src 'unsafe-inline'")),
        new XElement("title", Text(title)),
        new XElement("style", PageStyle.Css));

    private static XElement Path(LinkPath path, int index, int count)
    {
        object[] body =
        [
            new XElement("p", Class("verdict"),
                Text($"{(count == 1 ? "" : path.Verdict)} {(path.HostName is null ? "" : $"Clients connect to {path.HostName}.")}")),
            new XElement(
                "figure", Class("narrow"),
                SvgPicture.Draw(PictureLayout.Stacked(path), $"path{index + 1}", path.Title, PictureWords.Sentence(path))),
            new XElement("ol", Class("stations"), path.Stations.Select(Item)),
            .. Steps(path.Steps),
        ];
        XElement heading = new("h2", Glyph(path.State), Text(" " + path.Title));
        bool folded = count > UnfoldedPaths && path.State == StationState.Good;
        return count == 1
            ? new XElement("section", Class("path"), heading, body)
            : new("details", Class("path"), folded ? null : new XAttribute("open", "open"), new XElement("summary", heading), body);
    }

    private static XElement Item(Station station) => new(
        "li", Class(PictureWords.Class(station.State)), Glyph(station.State),
        new XElement(
            "div",
            new XElement("div", Class("kind"), Text(station.Label)),
            new XElement("strong", Text(station.Name)), " – ", new XElement("span", Class("state"), Text(station.Word)),
            station.Detail is null ? null : new XElement("p", Text(station.Detail)),
            station.Id is null ? null : new XElement("p", new XElement("code", Breakable(station.Id))),
            Remedy(station)));

    private static XElement? Remedy(Station station) => station.Remedy is null && station.Command is null ? null : new(
        "p", Class("remedy"),
        station.Remedy is null ? null : Text(station.Remedy),
        station.Command is null ? null : new XElement("code", Breakable(station.Command)));

    // An id is best broken where its parts meet.
    private static IEnumerable<object> Breakable(string id) =>
        Text(id).Split('/').SelectMany((part, index) => index == 0 ? (object[])[part] : ["/", new XElement("wbr"), part]);

    private static IEnumerable<XElement> Steps(IReadOnlyList<PgConnectionStep> steps)
    {
        if (steps.Count == 0) yield break;
        yield return new("h3", "The test, step by step");
        yield return new("ol", Class("steps"), steps.Select(step =>
        {
            StationState state =
                step.Status switch { "Passed" => StationState.Good, "Failed" => StationState.Broken, _ => StationState.Unknown };
            return new XElement(
                "li", Class(PictureWords.Class(state)), Glyph(state),
                new XElement(
                    "div", new XElement("strong", Text(step.Name)), " – ",
                    new XElement("span", Class("state"), Text(step.Status)),
                    new XElement("p", Text(step.Detail))));
        }));
    }

    private static XElement Glyph(StationState state) => new(
        "svg", Class($"glyph {PictureWords.Class(state)}"), new XAttribute("aria-hidden", "true"), new XAttribute("focusable", "false"),
        new XElement("use", new XAttribute("href", "#" + SvgShapes.Glyph(state))));

    private static XAttribute Class(string names) => new("class", names);

    // No element may be empty: HTML does not read <p/> as XML does.
    private static string Text(string text) =>
        text.StartsWith(' ') ? " " + TextFit.Clean(text) : TextFit.Clean(text) is { Length: > 0 } clean ? clean : "–";
}
