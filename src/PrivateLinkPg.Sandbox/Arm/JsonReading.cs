using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Reading of request bodies; a wrong kind of value is the client's error, not ours.</summary>
internal static class JsonReading
{
    public static JsonObject? Object(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonObject value => value,
        _ => throw ArmErrors.InvalidContent($"The value of '{name}' must be an object"),
    };

    public static JsonArray? Array(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonArray value => value,
        _ => throw ArmErrors.InvalidContent($"The value of '{name}' must be an array"),
    };

    public static IEnumerable<JsonObject> Objects(this JsonObject body, string name) =>
        body.Array(name)?.Select(item => item as JsonObject
            ?? throw ArmErrors.InvalidContent($"The entries of '{name}' must be objects")) ?? [];

    public static string? Text(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => throw ArmErrors.InvalidContent($"The value of '{name}' must be a string"),
    };

    public static bool? Flag(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        _ => throw ArmErrors.InvalidContent($"The value of '{name}' must be true or false"),
    };

    public static long? Number(this JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<long>(out var number) => number,
        JsonValue value when value.GetValueKind() == JsonValueKind.String
            && long.TryParse(value.GetValue<string>(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw ArmErrors.InvalidContent($"The value of '{name}' must be a whole number"),
    };

    public static List<string>? Texts(this JsonObject body, string name) => body.Array(name)?.Select(item =>
        item is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? value.GetValue<string>()
            : throw ArmErrors.InvalidContent($"The entries of '{name}' must be strings")).ToList();

    /// <summary>The id inside {"name": {"id": …}}; null when absent.</summary>
    public static ResourceId? ReferenceId(this JsonObject body, string name)
    {
        if (body.Object(name)?.Text("id") is not { } text) return null;
        return ResourceId.TryParse(text, out var id) ? id : throw InvalidId(text, name);
    }

    public static ArmException InvalidId(string text, string property) => new(400, "LinkedInvalidPropertyId",
        $"Property id '{text}' at path 'properties.{property}.id' is invalid. Expect fully qualified resource Id that start with "
        + "'/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.");
}
