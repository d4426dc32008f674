using System.Globalization;

namespace PrivateLinkPg.Arm;

/// <summary>
/// Reads names and ids as people paste them: with a line break or an invisible character at hand, or the portal's address of a resource in
/// place of its id.
/// </summary>
internal static partial class PastedText
{
    private const string Subscriptions = "/subscriptions/";

    /// <summary>What is meant.</summary>
    public static string Read(string text)
    {
        string joined = BrokenLines().Replace(text, "");
        string trimmed = new string([.. joined.Where(IsVisible)]).Trim();
        return trimmed.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? IdIn(trimmed) ?? trimmed : trimmed;
    }

    // A long id that a terminal or a mail has broken; the blanks are theirs as well.
    [GeneratedRegex(@"[^\S\r\n]*[\r\n]\s*")]
    private static partial Regex BrokenLines();

    private static bool IsVisible(char each) =>
        char.GetUnicodeCategory(each) is not (UnicodeCategory.Format or UnicodeCategory.Control);

    // …/#@tenant/resource/subscriptions/…/overview, …/id/%2Fsubscriptions%2F…/…, or the address of the REST API, with its query.
    private static string? IdIn(string url)
    {
        string[] encoded = [.. url.Split('/').Where(part => part.StartsWith("%2Fsubscriptions%2F", StringComparison.OrdinalIgnoreCase))];
        string path = Uri.UnescapeDataString(encoded is [var first, ..] ? first : url);
        int start = path.IndexOf(Subscriptions, StringComparison.OrdinalIgnoreCase);
        if (start < 0) return null;
        string[] parts = path[start..].Split('?', '#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        // What follows the last pair of type and name is a page of the portal; providers and their namespace are a pair as well.
        return "/" + string.Join('/', parts.Length % 2 == 0 ? parts : parts[..^1]);
    }
}
