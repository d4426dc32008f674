using System.Text;
using System.Text.RegularExpressions;

namespace PrivateLinkPg.Contract.Tests.Support;

/// <summary>C# without its comments and texts; cref stays of documentation, and what is in the holes of texts.</summary>
internal static partial class CodeText
{
    /// <summary>The code of <paramref name="source"/>.</summary>
    public static string Of(string source)
    {
        StringBuilder code = new();
        string References(Match line) => string.Join(' ', Reference().Matches(line.Value).Select(match => match.Groups[1].Value));
        Copy(Documentation().Replace(source, References), 0, code, hole: false);
        return code.ToString();
    }

    // From there to the end, or behind the brace that ends a hole.
    private static int Copy(string text, int at, StringBuilder code, bool hole)
    {
        int depth = 0;
        while (at < text.Length)
        {
            if (Skipped().Match(text, at) is { Success: true } skipped)
            {
                at += skipped.Length;
            }
            else if (TextStart().IsMatch(text, at))
            {
                code.Append(" \"\" ");
                at = PastText(text, at, code);
            }
            else
            {
                depth += text[at] switch { '{' => 1, '}' => -1, _ => 0 };
                if (hole && depth < 0) return at + 1;
                code.Append(text[at++]);
            }
        }
        return at;
    }

    private static int PastText(string text, int at, StringBuilder code)
    {
        string start = TextStart().Match(text, at).Value;
        bool verbatim = start.Contains('@', StringComparison.Ordinal);
        int holes = start.Count(sign => sign == '$');
        string end = start.TrimStart('$', '@');
        at += start.Length;
        while (string.CompareOrdinal(text, at, end, 0, end.Length) != 0 || (verbatim && text[at + 1] == '"'))
        {
            int braces = holes > 0 ? text.AsSpan(at).IndexOfAnyExcept('{') : 0;
            if (braces > 0 && (end.Length > 1 ? braces >= holes : braces % 2 == 1))
            {
                code.Append(' ');
                at = Copy(text, at + braces, code, hole: true) + (end.Length > 1 ? holes - 1 : 0);
                code.Append(' ');
            }
            else
            {
                bool escape = end.Length == 1 && (verbatim ? text[at] == '"' : text[at] == '\\');
                at += escape ? 2 : Math.Max(1, braces);
            }
        }
        return at + end.Length;
    }

    [GeneratedRegex("""^[ \t]*///.*$""", RegexOptions.Multiline)]
    private static partial Regex Documentation();

    [GeneratedRegex("cref=\"([^\"]+)\"")]
    private static partial Regex Reference();

    // A comment of either kind, or a character.
    [GeneratedRegex("""\G(?:/\*.*?\*/|//[^\n]*|'(?:\\[^']+|[^'\\])')""", RegexOptions.Singleline)]
    private static partial Regex Skipped();

    // Three quotes or more begin a raw text, and only without an at sign.
    [GeneratedRegex("\\G(?:\\$*\"{3,}|[$@]*\")")]
    private static partial Regex TextStart();
}
