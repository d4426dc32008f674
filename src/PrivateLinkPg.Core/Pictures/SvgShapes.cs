using System.Xml.Linq;

namespace PrivateLinkPg.Pictures;

/// <summary>The small drawings of a picture, as SVG symbols of 16 by 16 that are referred to by id.</summary>
internal static class SvgShapes
{
    /// <summary>The id of a state's glyph. Each has an outline of its own, so that it is told apart without colour.</summary>
    public static string Glyph(StationState state) => "glyph-" + PictureWords.Class(state);

    /// <summary>The id of a station's icon.</summary>
    public static string Icon(StationKind kind) => "icon-" + kind.ToString().ToLowerInvariant();

    /// <summary>All symbols, in an SVG element that shows nothing itself.</summary>
    public static XElement Definitions() => new(
        "svg",
        new XAttribute("class", "symbols"), new XAttribute("width", 0), new XAttribute("height", 0), new XAttribute("aria-hidden", "true"), new XAttribute("focusable", "false"),
        from shape in Shapes
        select new XElement(
            "symbol", new XAttribute("id", shape.Id), new XAttribute("viewBox", "0 0 16 16"),
            shape.Paths.Select(path => new XElement("path", new XAttribute("d", path.Data), new XAttribute("class", path.Class)))));

    private static readonly (string Id, (string Data, string Class)[] Paths)[] Shapes =
    [
        // A full circle, a clock, a dashed ring, an octagon, a square.
        (Glyph(StationState.Good), [("M8 .5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 1 1 0-15z", "fill"), ("M4.6 8.3l2.4 2.4 4.6-5", "cut")]),
        (Glyph(StationState.Waiting), [("M8 1.3a6.7 6.7 0 1 1 0 13.4a6.7 6.7 0 1 1 0-13.4z", "stroke"), ("M8 4.2V8l2.8 1.8", "stroke")]),
        (Glyph(StationState.Missing), [("M8 1.3a6.7 6.7 0 1 1 0 13.4a6.7 6.7 0 1 1 0-13.4z", "dashes"), ("M4.8 8h6.4", "stroke")]),
        (Glyph(StationState.Broken), [("M4.9.6h6.2l4.3 4.3v6.2l-4.3 4.3H4.9L.6 11.1V4.9z", "fill"), ("M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6", "cut")]),
        (Glyph(StationState.Unknown), [("M2 2h12v12H2z", "stroke"), ("M6 6.4c0-2.6 4-2.6 4-.1 0 1.6-2 1.6-2 3", "stroke"), ("M8 11.6v.3", "stroke")]),
        (Icon(StationKind.Network), [("M8 2v4M3.5 10V7.5h9V10M8 6v1.5", "stroke"), ("M6 1h4v3.6H6zM1.5 10h4v4h-4zM10.5 10h4v4h-4z", "stroke")]),
        (Icon(StationKind.Link), [("M6.6 9.4l2.8-2.8M7.4 4.4l1.8-1.8a2.9 2.9 0 0 1 4.2 4.2l-1.8 1.8M8.6 11.6l-1.8 1.8a2.9 2.9 0 0 1-4.2-4.2l1.8-1.8", "stroke")]),
        (Icon(StationKind.Record), [("M3 1.5h7l3 3v10H3zM10 1.5v3h3", "stroke"), ("M5.5 8h5M5.5 11h5", "stroke")]),
        (Icon(StationKind.Endpoint), [("M8 1.2l6 2.3v4.2c0 3.6-2.6 6-6 7.1-3.4-1.1-6-3.5-6-7.1V3.5z", "stroke"), ("M5.4 8l1.9 1.9 3.4-3.7", "stroke")]),
        (Icon(StationKind.Connection), [("M1 8h3.2M11.8 8H15M6.6 5H4.2v6h2.4zM9.4 5h2.4v6H9.4zM6.6 6.6h2.8M6.6 9.4h2.8", "stroke")]),
        (Icon(StationKind.Server), [("M2.5 3.6c0-2.8 11-2.8 11 0v8.8c0 2.8-11 2.8-11 0zM2.5 3.6c0 2.8 11 2.8 11 0M2.5 8c0 2.8 11 2.8 11 0", "stroke")]),
        (Icon(StationKind.Test), [("M1.5 4.2l1.4 1.4 2.4-2.9M1.5 9.2l1.4 1.4 2.4-2.9M1.5 14l1.4 1.2 2.4-2.7M8 4h6.5M8 9h6.5M8 14h6.5", "stroke")]),
    ];
}
