using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.OpenApi;

/// <summary>
/// Checks a value against a schema of OpenAPI 2.0: types, required properties, enumerations, formats. Stricter than the standard
/// in one point: a property that no schema names is a fault too, unless a part of the schema was not collected.
/// </summary>
internal sealed class SchemaCheck(OpenApiDocuments documents)
{
    public IEnumerable<string> Faults(string document, JsonObject schema, JsonNode? value, string path = "$")
    {
        if (schema["$ref"] is { } reference)
        {
            return documents.Resolve(document, (string)reference!) is { } target ? Faults(target.Document, target.Schema, value, path) : [];
        }
        if (value is null) return [$"{path}: null"];
        return value switch
        {
            JsonObject found => ObjectFaults(document, schema, found, path),
            JsonArray items => (string?)schema["type"] == "array"
                ? items.SelectMany((item, i) => Faults(document, schema["items"]!.AsObject(), item, $"{path}[{i}]"))
                : [$"{path}: an array where {schema["type"]} is specified"],
            _ => ValueFaults(schema, (JsonValue)value, path),
        };
    }

    private IEnumerable<string> ObjectFaults(string document, JsonObject schema, JsonObject value, string path)
    {
        if ((string?)schema["type"] is { } type and not "object") return [$"{path}: an object where {type} is specified"];
        var properties = new Dictionary<string, (string Document, JsonObject Schema)>();
        var required = new HashSet<string>();
        var isKnown = Collect(document, schema, properties, required) && properties.Count > 0;
        var faults = required.Where(name => !value.ContainsKey(name)).Select(name => $"{path}.{name}: required, missing");
        foreach (var (name, item) in value)
        {
            if (properties.TryGetValue(name, out var property)) faults = faults.Concat(Faults(property.Document, property.Schema, item, $"{path}.{name}"));
            else if (schema["additionalProperties"] is JsonObject extra) faults = faults.Concat(Faults(document, extra, item, $"{path}.{name}"));
            else if (isKnown) faults = faults.Append($"{path}.{name}: not specified");
        }
        return faults;
    }

    // False when a part could not be read: then nothing can be said of other names.
    private bool Collect(
        string document, JsonObject schema, Dictionary<string, (string, JsonObject)> properties, HashSet<string> required)
    {
        var isWhole = true;
        if (schema["$ref"] is { } reference)
        {
            return documents.Resolve(document, (string)reference!) is { } target && Collect(target.Document, target.Schema, properties, required);
        }
        foreach (var part in schema["allOf"]?.AsArray() ?? []) isWhole &= Collect(document, part!.AsObject(), properties, required);
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? []) properties[name] = (document, property!.AsObject());
        required.UnionWith(schema["required"]?.AsArray().Select(name => (string)name!) ?? []);
        return isWhole;
    }

    private static IEnumerable<string> ValueFaults(JsonObject schema, JsonValue value, string path)
    {
        var kind = value.GetValueKind();
        var isRight = (string?)schema["type"] switch
        {
            "string" or null => kind == JsonValueKind.String,
            "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "integer" => kind == JsonValueKind.Number && value.TryGetValue<long>(out _),
            "number" => kind == JsonValueKind.Number,
            _ => false,
        };
        if (!isRight) yield return $"{path}: {kind} where {schema["type"]} is specified";
        if (kind != JsonValueKind.String) yield break;
        var text = value.GetValue<string>();
        if (schema["enum"] is JsonArray allowed && !allowed.Any(item => (string)item! == text)) yield return $"{path}: '{text}' is none of {allowed.ToJsonString()}";
        if ((string?)schema["format"] == "date-time" && !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _)) yield return $"{path}: '{text}' is no time";
    }
}
