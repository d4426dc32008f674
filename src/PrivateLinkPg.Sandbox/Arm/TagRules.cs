using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>How many tags a resource may have, and of what form: judged by ARM for all, and by private DNS anew.</summary>
internal static class TagRules
{
    private const int Most = 50;
    private const int MostOfPrivateDns = 15;
    private const int LongestName = 512;
    private const int LongestValue = 256;

    // Azure's own services write such names, and have a path in them.
    private const string Hidden = "hidden-link:";

    private static readonly SearchValues<char> Reserved = SearchValues.Create(@"<>%&\?/");

    /// <summary>The tags of a body; null when it has none.</summary>
    public static JsonObject? Read(JsonObject body)
    {
        if (body.Object("tags") is not { } tags) return null;
        DemandFew(tags);
        foreach (var (name, value) in tags) Demand(name, value);
        return (JsonObject)tags.DeepClone();
    }

    /// <summary>Tags that come together from several requests keep to the limit as well.</summary>
    public static void DemandFew(JsonObject tags)
    {
        if (tags.Count > Most)
        {
            throw ArmErrors.Gateway(400, "InvalidTags",
                $"Too many tags specified. Requested tag count - '{tags.Count}'. Maximum number of tags allowed - '{Most}'.");
        }
    }

    /// <summary>
    /// The same of zones and links. Documented: they have fewer. Reported: what has a space or a colon in its name is accepted, and
    /// then it is not there.
    /// </summary>
    public static JsonObject? ReadOfPrivateDns(JsonObject body) => Read(body) is { } tags ? OfPrivateDns(tags) : null;

    public static JsonObject OfPrivateDns(JsonObject tags)
    {
        if (tags.Count > MostOfPrivateDns)
        {
            throw new ArmException(400, "BadRequest", $"The resource tags are invalid. A maximum of {MostOfPrivateDns} tags are allowed "
                + $"with keys no longer than {LongestName} and values no longer than {LongestValue} characters.");
        }
        return new(tags.Where(tag => !tag.Key.Any(c => c == ':' || char.IsWhiteSpace(c)))
            .Select(tag => KeyValuePair.Create(tag.Key, tag.Value?.DeepClone())));
    }

    private static void Demand(string name, JsonNode? value)
    {
        if (string.IsNullOrWhiteSpace(name)) throw ArmErrors.Gateway(400, "InvalidTagName", "The tag name must be non-null, non-empty "
            + "and non-whitespace only. Please provide an actual value.");
        if (!name.StartsWith(Hidden, StringComparison.Ordinal) && (name.AsSpan().ContainsAny(Reserved) || name.Any(char.IsControl)))
        {
            throw ArmErrors.Gateway(400, "InvalidTagNameCharacters",
                $"The tag names '{name}' have reserved characters '<,>,%,&,\\,?,/' or control characters.");
        }
        if (name.Length > LongestName) throw TooLong("InvalidTagName", "Tag key", "name", name, LongestName);
        if (value is null) return;
        if (value.GetValueKind() != JsonValueKind.String) throw ArmErrors.InvalidContent($"The value of the tag '{name}' must be a string");
        var text = value.GetValue<string>();
        if (text.Length > LongestValue) throw TooLong("InvalidTagValueLength", "Tag value", "value", text, LongestValue);
    }

    private static ArmException TooLong(string code, string what, string part, string text, int most) => ArmErrors.Gateway(400, code,
        $"{what} too large. Following tag {part} '{text}' exceeded the maximum length. "
        + $"Maximum allowed length for tag {part} - '{most}' characters.");
}
