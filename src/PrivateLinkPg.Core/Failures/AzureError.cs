namespace PrivateLinkPg.Failures;

/// <summary>
/// Azure's error as a whole: {"error":{"code","message","target","details":[…],"innererror":{…},"additionalInfo":[…]}} (Azure Resource
/// Manager's common error contract), or the bare {"code","message"} of private DNS. The outer message is often the least of it.
/// </summary>
/// <param name="Code">Azure's error code.</param>
/// <param name="Message">Azure's words.</param>
/// <param name="Parts">The errors within it.</param>
/// <param name="Violations">The policies that refuse the request.</param>
internal sealed record AzureError(
    string Code, string Message, IReadOnlyList<AzureError> Parts, IReadOnlyList<PolicyViolation> Violations)
{
    // Deeper than any that Azure sends; an answer decides how deep we read.
    private const int Deepest = 8;

    /// <summary>An error that only has a code and words.</summary>
    public AzureError(string code, string message) : this(code, message, [], [])
    {
    }

    /// <summary>This error and all within it.</summary>
    public IEnumerable<AzureError> All => Parts.SelectMany(part => part.All).Prepend(this);

    /// <summary>The words of all of it, each once.</summary>
    public string Text
    {
        get
        {
            List<string> said = [];
            foreach (AzureError error in All)
            {
                string words = error.Message.Trim();
                if (words.Length == 0 && error.Parts.Count == 0) words = error.Code;
                if (words.Length > 0 && !said.Exists(earlier => earlier.Contains(words, StringComparison.Ordinal))) said.Add(words);
            }
            return string.Join(" ", said);
        }
    }

    /// <summary>Reads the body of an answer; null where it holds no error of Azure's.</summary>
    public static AzureError? Read(BinaryData? content)
    {
        if (content is null || content.ToMemory().IsEmpty) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            return OfBody(document.RootElement, 0);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AzureError? OfBody(JsonElement body, int depth) =>
        body.ValueKind != JsonValueKind.Object ? null
        : body.TryGetProperty("error", out JsonElement inner) && inner.ValueKind == JsonValueKind.Object ? Of(inner, depth)
        : Of(body, depth);

    private static AzureError? Of(JsonElement error, int depth)
    {
        if (error.ValueKind != JsonValueKind.Object || depth > Deepest) return null;
        (string code, string message) = (error.Text("code"), error.Text("message"));
        if (code.Length == 0 && message.Length == 0) return null;
        List<AzureError> parts = [.. error.Items("details").Select(each => Of(each, depth + 1)).OfType<AzureError>()];
        if (error.TryGetProperty("innererror", out JsonElement inner) && Of(inner, depth + 1) is { } below) parts.Add(below);
        // Some providers put the answer of another, as it came, into their own message.
        if (message.StartsWith('{') && Read(BinaryData.FromString(message)) is { } quoted) (message, parts) = ("", [quoted, .. parts]);
        return new(code, message, parts, [.. error.Items("additionalInfo").Select(PolicyViolation.Read).OfType<PolicyViolation>()]);
    }
}

/// <summary>Reads of JSON that may hold anything.</summary>
internal static class LooseJson
{
    /// <summary>A property as text; empty where there is none.</summary>
    public static string Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            && value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False
            ? value.ToString()
            : "";

    /// <summary>The items of a list; none where there is no list.</summary>
    public static JsonElement[] Items(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement list)
            && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray()]
            : [];
}
