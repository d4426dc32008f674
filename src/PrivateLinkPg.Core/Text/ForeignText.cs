using System.Globalization;

namespace PrivateLinkPg.Text;

/// <summary>Text that somebody else wrote, such as a server, a certificate or a requester.</summary>
internal static class ForeignText
{
    /// <summary>
    /// The text on one line, with nothing in it that a terminal or a log would obey: control characters, line ends, and the marks that
    /// change the direction of what follows stand as \u and their number.
    /// </summary>
    public static string Plain(string text) => Plain(text, IsActive);

    /// <summary>The same for text of several lines, which stay.</summary>
    public static string PlainLines(string text) => Plain(text, sign => IsActive(sign) && sign is not ('\n' or '\r' or '\t'));

    private static string Plain(string text, Func<char, bool> isActive)
    {
        int first = 0;
        while (first < text.Length && !isActive(text[first])) first++;
        if (first == text.Length) return text;
        StringBuilder plain = new(text, 0, first, text.Length + 16);
        foreach (char sign in text.AsSpan(first))
        {
            if (isActive(sign)) plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)sign:x4}");
            else plain.Append(sign);
        }
        return plain.ToString();
    }

    // By the properties of Unicode: Cc, Zl, Zp and Bidi_Control.
    private static bool IsActive(char sign) =>
        char.IsControl(sign)
        || sign is '\u2028' or '\u2029' or '\u061C' or '\u200E' or '\u200F'
            or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
