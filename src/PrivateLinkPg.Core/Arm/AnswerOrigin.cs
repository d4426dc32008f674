namespace PrivateLinkPg.Arm;

/// <summary>Tells Azure's answers from those of what lies between here and Azure.</summary>
internal static partial class AnswerOrigin
{
    // Azure Resource Manager puts one of them on each answer.
    private static readonly string[] Marks =
        ["x-ms-request-id", "x-ms-correlation-request-id", "x-ms-failure-cause", "x-ms-arm-service-request-id"];

    /// <summary>Whether Azure itself gave the answer: JSON with an error or a result, or nothing at all but with Azure's headers.</summary>
    public static bool IsAzure(Response response)
    {
        bool marked = Array.Exists(Marks, response.Headers.Contains);
        bool empty = response.Content.ToMemory().IsEmpty;
        if (response.Status < 300) return empty || IsJson(response.Content);
        return AzureError.Read(response.Content) is { Code.Length: > 0 } || (marked && (empty || !IsPage(response)));
    }

    /// <summary>An answer in words, to follow "was answered".</summary>
    public static string InWords(Response response)
    {
        string text = response.Content.ToString();
        string title = PageTitle().Match(text) is { Success: true } match
            ? $"a page titled '{Line(WebUtility.HtmlDecode(match.Groups[1].Value))}'"
            : text.Length == 0 ? "nothing in it"
            : IsPage(response) ? "a page"
            : $"'{Line(text)}'";
        string at = response.Headers.TryGetValue("Location", out string? location) && response.Status is >= 300 and < 400
            && Uri.TryCreate(location, UriKind.Absolute, out Uri? there) ? $" that leads to {there.GetLeftPart(UriPartial.Path)}" : "";
        return $"with status {response.Status}{at} and {title}";
    }

    private static bool IsPage(Response response) =>
        response.Headers.ContentType?.Contains("html", StringComparison.OrdinalIgnoreCase) == true
        || response.Content.ToString().TrimStart().StartsWith('<');

    private static bool IsJson(BinaryData content)
    {
        try
        {
            Utf8JsonReader reader = new(content.ToMemory().Span);
            while (reader.Read())
            {
                // To the end: an answer may be cut off.
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // What strangers write goes into our messages as one short line.
    private static string Line(string text)
    {
        string line = Blanks().Replace(text, " ").Trim();
        return line.Length <= 120 ? line : line[..120].TrimEnd() + "…";
    }

    [GeneratedRegex("<title[^>]*>(.*?)</title>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex PageTitle();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Blanks();
}
