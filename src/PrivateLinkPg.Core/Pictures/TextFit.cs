using System.Globalization;

namespace PrivateLinkPg.Pictures;

/// <summary>
/// Breaks text into lines of a width. SVG does not wrap, and no font is at hand to measure with, so widths are those of a wide one
/// (DejaVu Sans); in the fonts that most systems have, text is narrower.
/// </summary>
internal static class TextFit
{
    private const string Ellipsis = "…";
    private const int Longest = 400;
    private const double Rounding = 0.01;

    /// <summary>How wide bold type is, against the same in regular.</summary>
    public const double Bold = 1.14;

    /// <summary>The estimated width of a text; the size of a bold font counts times <see cref="Bold"/>.</summary>
    public static double Width(string text, double size) => text.EnumerateRunes().Sum(Em) * size;

    /// <summary>Lines that fit. Words break at spaces, and after '-', '.' and '/', which names of resources have; then anywhere.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">The size of its font.</param>
    /// <param name="width">The width of a line.</param>
    /// <param name="most">How many lines there may be; what does not fit them loses its middle, since names differ at both ends.</param>
    public static IReadOnlyList<string> Lines(string text, double size, double width, int most)
    {
        string clean = Clean(text);
        // More than any card holds is not worth measuring.
        if (clean.Length > Longest) clean = clean[..(Longest / 2)] + Ellipsis + clean[^(Longest / 2)..];
        for (string shown = clean; ; shown = Shorter(shown))
        {
            List<string> lines = Wrap(shown, size, width);
            if (lines.Count <= most) return lines;
        }
    }

    /// <summary>The text on one line, without what no document may hold.</summary>
    public static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) clean.Append(' ');
            // Invisible characters that turn the direction of what follows are how a text lies about itself.
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
                clean.Append('\uFFFD');
            else clean.Append(rune.ToString());
        }
        return clean.ToString().Trim();
    }

    private static List<string> Wrap(string text, double size, double width)
    {
        List<string> lines = [];
        StringBuilder line = new();
        double used = 0;
        foreach (string piece in Pieces(text))
        {
            double wide = Width(piece.TrimEnd(), size);
            if (used > 0 && used + wide > width + Rounding) Break();
            if (wide <= width + Rounding)
            {
                Append(piece);
                continue;
            }
            foreach (Rune rune in piece.EnumerateRunes())
            {
                if (used > 0 && used + Em(rune) * size > width + Rounding) Break();
                Append(rune.ToString());
            }
        }
        if (line.Length > 0) Break();
        return lines;

        void Append(string more)
        {
            line.Append(more);
            used += Width(more, size);
        }

        void Break()
        {
            lines.Add(line.ToString().TrimEnd());
            line.Clear();
            used = 0;
        }
    }

    private static IEnumerable<string> Pieces(string text)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not (' ' or '-' or '.' or '/')) continue;
            yield return text[start..(i + 1)];
            start = i + 1;
        }
        if (start < text.Length) yield return text[start..];
    }

    // Takes one more character out of the middle.
    private static string Shorter(string text)
    {
        int cut = text.IndexOf(Ellipsis, StringComparison.Ordinal);
        Rune[] left = [.. (cut < 0 ? text[..(text.Length / 2)] : text[..cut]).EnumerateRunes()];
        Rune[] right = [.. (cut < 0 ? text[(text.Length / 2)..] : text[(cut + 1)..]).EnumerateRunes()];
        if (left.Length > right.Length) left = left[..^1];
        else right = right[1..];
        return string.Concat(left) + Ellipsis + string.Concat(right);
    }

    private static double Em(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or '.' or ',' or ':' or ';' or '\'' or '|' or ' ' => 0.32,
        'f' or 't' or 'r' or '-' or '/' or '(' or ')' or '[' or ']' or '!' => 0.41,
        'c' or 's' or 'z' or 'k' or 'v' or 'x' or 'y' => 0.59,
        'w' or 'M' or 'O' or 'Q' or 'G' => 0.86,
        'm' or 'W' or '@' or '%' => 1,
        >= '0' and <= '9' => 0.64,
        >= 'A' and <= 'Z' => 0.73,
        < 0x500 => 0.64,
        _ => 1.1,
    };
}
