namespace PrivateLinkPg.Pictures;

/// <summary>The lines on one station's card, and the room they take.</summary>
internal sealed record CardText(Station Station, double Width, IReadOnlyList<string> Name, IReadOnlyList<string> Detail)
{
    public const double AcrossWidth = 188;
    public const double DownWidth = 330;
    public const double Padding = 14;
    public const double LabelSize = 11;
    public const double NameSize = 13.5;
    public const double DetailSize = 12;
    public const double WordSize = 12.5;

    /// <summary>From the top of the card: the base line of the label.</summary>
    public const double LabelBase = 26;

    private const double NameTop = 36;
    private const double NameLine = 18;
    private const double DetailLine = 16;
    private const double StateRow = 34;
    private const double IconRoom = 22;
    private const int NameLines = 3;
    private const int DetailLines = 2;

    public double Height => DetailBottom + StateRow;

    private double NameBottom => NameTop + Name.Count * NameLine;

    private double DetailBottom => NameBottom + (Detail.Count == 0 ? 4 : 4 + Detail.Count * DetailLine);

    public static CardText Of(Station station, double width) => new(
        station, width,
        TextFit.Lines(station.Name, NameSize * TextFit.Bold, width - 2 * Padding, NameLines),
        station.Detail is null ? [] : TextFit.Lines(station.Detail, DetailSize, width - 2 * Padding, DetailLines));

    /// <summary>The label, as far as there is room for it beside the icon.</summary>
    public string Label => TextFit.Lines(Station.Label, LabelSize * TextFit.Bold, Width - 2 * Padding - IconRoom, 1)[0];

    /// <summary>The word of the state, as far as there is room for it beside the glyph.</summary>
    public string Word => TextFit.Lines(Station.Word, WordSize * TextFit.Bold, Width - 2 * Padding - IconRoom, 1)[0];

    /// <summary>The base line of a line of the name, from the top of the card.</summary>
    public static double NameBase(int line) => NameTop + (line + 1) * NameLine - 4;

    /// <summary>The base line of a line of the detail, from the top of the card.</summary>
    public double DetailBase(int line) => NameBottom + (line + 1) * DetailLine;
}
