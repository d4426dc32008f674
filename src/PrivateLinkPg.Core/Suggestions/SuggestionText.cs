namespace PrivateLinkPg.Suggestions;

/// <summary>What of the suggestions fits a word that is being typed, and how it is written into a command line.</summary>
internal static class SuggestionText
{
    // PowerShell reads these as quotes too.
    private const string SingleQuotes = "'\u2018\u2019\u201a\u201b";
    private const string DoubleQuotes = "\"\u201c\u201d\u201e";

    /// <summary>
    /// Those whose name or value begins with the word, else those that contain it: of an id, people know the end. A word with
    /// wildcards is a pattern. After the start that ids have in common, which shells complete first, the name may be typed again.
    /// </summary>
    public static IEnumerable<Suggestion> Matching(IReadOnlyList<Suggestion> suggestions, string? word)
    {
        string typed = Bare(word);
        NamePattern pattern = new(typed);
        if (pattern.IsWildcard) return suggestions.Where(each => pattern.Matches(each.Name) || pattern.Matches(each.Text));
        Suggestion[] found = [.. suggestions
            .Where(each => Holds(each.Name, typed) || Holds(each.Text, typed))
            .OrderByDescending(each => Begins(each.Name, typed) || Begins(each.Text, typed))];
        int nameStart = typed.LastIndexOf('/') + 1;
        return found.Length > 0 || nameStart == 0
            ? found
            : suggestions.Where(each => Begins(each.Text, typed[..nameStart]) && Holds(each.Name, typed[nameStart..]));
    }

    /// <summary>
    /// The value as an argument: with the quotes that were begun, else with quotes where PowerShell would read it otherwise.
    /// </summary>
    public static string Quoted(string value, string? word)
    {
        char? begun = word is [var first, ..] ? first : null;
        if (IsOf(DoubleQuotes, begun))
            return $"\"{string.Concat(value.Select(each => each is '`' or '$' || IsOf(DoubleQuotes, each) ? $"`{each}" : $"{each}"))}\"";
        return IsOf(SingleQuotes, begun) || !IsPlain(value)
            ? $"'{string.Concat(value.Select(each => IsOf(SingleQuotes, each) ? $"{each}{each}" : $"{each}"))}'"
            : value;
    }

    private static bool Holds(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static bool Begins(string text, string part) => text.StartsWith(part, StringComparison.OrdinalIgnoreCase);

    private static bool IsOf(string quotes, char? sign) => sign is { } known && quotes.Contains(known, StringComparison.Ordinal);

    private static string Bare(string? word) => (word ?? "").Trim(['"', '\'', .. SingleQuotes, .. DoubleQuotes]);

    private static bool IsPlain(string value) =>
        value.Length > 0
        && (char.IsAsciiLetter(value[0]) || value[0] == '/' || (char.IsAsciiDigit(value[0]) && Guid.TryParse(value, out _)))
        && value.All(each => char.IsAsciiLetterOrDigit(each) || each is '/' or '.' or '-' or '_');
}
