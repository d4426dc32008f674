using System.Globalization;
using System.Xml.Linq;

namespace PrivateLinkPg.Pictures;

/// <summary>Draws a layout as an SVG element. Colours come from the page's styles; shapes and words carry every state as well.</summary>
internal static class SvgPicture
{
    private const double Radius = 10;
    private const double MarkRadius = 9;

    /// <param name="layout">Where everything stands.</param>
    /// <param name="id">Makes the ids of this picture its own in the page.</param>
    /// <param name="title">The picture's name.</param>
    /// <param name="description">What it shows, in words.</param>
    public static XElement Draw(PictureLayout layout, string id, string title, string description) => new(
        "svg",
        new XAttribute("role", "img"), new XAttribute("aria-labelledby", $"{id}-title {id}-desc"),
        new XAttribute("viewBox", $"0 0 {N(layout.Width)} {N(layout.Height)}"),
        new XAttribute("width", N(layout.Width)), new XAttribute("height", N(layout.Height)),
        new XElement("title", new XAttribute("id", $"{id}-title"), TextFit.Clean(title)),
        new XElement("desc", new XAttribute("id", $"{id}-desc"), TextFit.Clean(description)),
        layout.Lines.OrderByDescending(line => line.Flow).SelectMany(line => Line(line, layout)),
        layout.Cards.Select(card => Card(card, layout.CardHeight)));

    private static XElement Card(PlacedCard card, double height)
    {
        CardText text = card.Text;
        Station station = text.Station;
        double state = height - 14;
        return new(
            "g", new XAttribute("class", $"card {PictureWords.Class(station.State)}"),
            new XAttribute("transform", $"translate({N(card.X)} {N(card.Y)})"),
            new XElement("title", TextFit.Clean(string.Join(" – ",
                ((string?[])[$"{station.Label} {station.Name}: {station.Word}", station.Detail, station.Id]).OfType<string>()))),
            new XElement("rect", Size(0, 0, text.Width, height), new XAttribute("rx", N(Radius)), new XAttribute("class", "box")),
            Use(SvgShapes.Icon(station.Kind), CardText.Padding, CardText.LabelBase - 12, 14, "icon"),
            Text(CardText.Padding + 20, CardText.LabelBase, "label", text.Label),
            text.Name.Select((line, i) => Text(CardText.Padding, CardText.NameBase(i), "name", line)),
            text.Detail.Select((line, i) => Text(CardText.Padding, text.DetailBase(i), "detail", line)),
            Use(SvgShapes.Glyph(station.State), CardText.Padding, state - 12.5, 16, "glyph"),
            Text(CardText.Padding + 22, state, "word", text.Word));
    }

    private static IEnumerable<XElement> Line(PlacedLine line, PictureLayout layout)
    {
        (double x1, double y1, double x2, double y2) = Ends(line, layout);
        string state = line.Flow.ToString().ToLowerInvariant();
        string curve = layout.Down
            ? $"M{N(x1)} {N(y1)}V{N(y2 - 7)}"
            : $"M{N(x1)} {N(y1)}C{N((x1 + x2) / 2)} {N(y1)} {N((x1 + x2) / 2)} {N(y2)} {N(x2 - 7)} {N(y2)}";
        string arrow = layout.Down
            ? $"M{N(x2)} {N(y2 - 1)}l-4.5-8h9z"
            : $"M{N(x2 - 1)} {N(y2)}l-8-4.5v9z";
        yield return new("path", new XAttribute("d", curve), new XAttribute("class", $"line {state}"));
        yield return new("path", new XAttribute("d", arrow), new XAttribute("class", $"arrow {state}"));
        if (line.Flow != LineFlow.Stops) yield break;
        double x = (x1 + x2) / 2 - (layout.Down ? 0 : 3), y = (y1 + y2) / 2 - (layout.Down ? 3 : 0);
        yield return new(
            "g", new XAttribute("class", $"stop {PictureWords.Class(line.To.Text.Station.State)}"),
            new XElement("circle", new XAttribute("cx", N(x)), new XAttribute("cy", N(y)), new XAttribute("r", N(MarkRadius + 2)),
                new XAttribute("class", "clearing")),
            Use(SvgShapes.Glyph(line.To.Text.Station.State), x - MarkRadius, y - MarkRadius, 2 * MarkRadius, "glyph"));
    }

    private static (double X1, double Y1, double X2, double Y2) Ends(PlacedLine line, PictureLayout layout) => layout.Down
        ? (line.From.X + line.From.Text.Width / 2, line.From.Y + layout.CardHeight, line.To.X + line.To.Text.Width / 2, line.To.Y)
        : (line.From.X + line.From.Text.Width, line.From.Y + layout.CardHeight / 2, line.To.X, line.To.Y + layout.CardHeight / 2);

    private static XElement Use(string symbol, double x, double y, double size, string name) =>
        new("use", new XAttribute("href", "#" + symbol), Size(x, y, size, size), new XAttribute("class", name));

    private static XElement Text(double x, double y, string name, string text) =>
        new("text", new XAttribute("x", N(x)), new XAttribute("y", N(y)), new XAttribute("class", name), text);

    private static XAttribute[] Size(double x, double y, double width, double height) =>
        [new("x", N(x)), new("y", N(y)), new("width", N(width)), new("height", N(height))];

    private static string N(double number) => Math.Round(number, 2).ToString(CultureInfo.InvariantCulture);
}
