using System.Text.Json;
using Azure.Bicep.Types.Concrete;

namespace PrivateLinkPg.Testing;

/// <summary>Which way a body goes.</summary>
internal enum Direction
{
    /// <summary>Of a PUT or a POST: complete, and without what only Azure may say.</summary>
    Request,
    /// <summary>Of a PATCH: what is left out stays as it is.</summary>
    Change,
    /// <summary>A resource as Azure answers it.</summary>
    Answer,
}

/// <summary>Holds a body against a type: unknown properties, wrong types, what is missing, values that are none of a closed set.</summary>
internal sealed class BodyCheck(Direction direction)
{
    // Bicep's own: in ARM they stand in the URL.
    private static readonly HashSet<string> InUrl = ["name", "type", "id", "apiVersion"];

    /// <summary>What is wrong, each with its path in the body.</summary>
    public IEnumerable<string> Faults(TypeBase type, JsonElement body) => Faults(type, body, "", top: true);

    private IEnumerable<string> Faults(TypeBase type, JsonElement value, string path, bool top = false) => type switch
    {
        ObjectType resource => Members(resource.Properties, resource.AdditionalProperties?.Type, value, path, top),
        DiscriminatedObjectType several => OneOf(several, value, path, top),
        ArrayType list => value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().SelectMany((item, index) => Faults(list.ItemType.Type, item, $"{path}[{index}]"))
            : [Fault(path, "is no list", value)],
        UnionType union => union.Elements.Any(element => !Faults(element.Type, value, path).Any())
            ? []
            : [Fault(path, $"is none of {string.Join(", ", union.Elements.Select(Named))}", value)],
        StringLiteralType literal => value.ValueKind == JsonValueKind.String && value.ValueEquals(literal.Value) ? [] : [Fault(path, $"is not '{literal.Value}'", value)],
        StringType text => value.ValueKind != JsonValueKind.String ? [Fault(path, "is no text", value)]
            : value.GetString()!.Length < (text.MinLength ?? 0) || value.GetString()!.Length > (text.MaxLength ?? long.MaxValue) ? [Fault(path, "has a wrong length", value)]
            : [],
        IntegerType number => value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out long given) ? [Fault(path, "is no whole number", value)]
            : given < (number.MinValue ?? long.MinValue) || given > (number.MaxValue ?? long.MaxValue) ? [Fault(path, "is out of range", value)]
            : [],
        BooleanType => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? [] : [Fault(path, "is neither true nor false", value)],
        NullType => value.ValueKind == JsonValueKind.Null ? [] : [Fault(path, "is not null", value)],
        AnyType => [],
        _ => throw new NotSupportedException($"{type.GetType().Name} at {path}"),
    };

    private IEnumerable<string> Members(
        IReadOnlyDictionary<string, ObjectTypeProperty> known, TypeBase? others, JsonElement value, string path, bool top)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            yield return Fault(path, "is no object", value);
            yield break;
        }
        foreach (JsonProperty member in value.EnumerateObject())
        {
            string at = $"{path}.{member.Name}";
            TypeBase? type = known.TryGetValue(member.Name, out ObjectTypeProperty? property) ? property.Type.Type : others;
            if (type is null) yield return Fault(at, "is not known", member.Value);
            else if (direction != Direction.Answer && property?.Flags.HasFlag(ObjectTypePropertyFlags.ReadOnly) == true)
                yield return Fault(at, "is Azure's to say and must not be sent", member.Value);
            else if (direction == Direction.Answer && property?.Flags.HasFlag(ObjectTypePropertyFlags.WriteOnly) == true)
                yield return Fault(at, "is never answered", member.Value);
            // Types are compared without case; and Azure says of what is not set that it is null, as of a role assignment's condition.
            else if (!(top && member.Name == "type") && !(IsUnset(member.Value) && property?.Flags.HasFlag(ObjectTypePropertyFlags.Required) != true))
            {
                foreach (string fault in Faults(type, member.Value, at)) yield return fault;
            }
        }
        if (direction == Direction.Change) yield break;
        foreach ((string name, ObjectTypeProperty property) in known)
        {
            if (property.Flags.HasFlag(ObjectTypePropertyFlags.Required) && !value.TryGetProperty(name, out _) && !(top && InUrl.Contains(name)))
                yield return $"{path}.{name} is missing";
        }
    }

    private bool IsUnset(JsonElement value) => direction == Direction.Answer && value.ValueKind == JsonValueKind.Null;

    private IEnumerable<string> OneOf(DiscriminatedObjectType several, JsonElement value, string path, bool top)
    {
        string? chosen = value.ValueKind == JsonValueKind.Object && value.TryGetProperty(several.Discriminator, out JsonElement by) ? by.ToString() : null;
        if (chosen is null || !several.Elements.TryGetValue(chosen, out var element))
            return [Fault($"{path}.{several.Discriminator}", $"is none of {string.Join(", ", several.Elements.Keys)}", value)];
        ObjectType one = (ObjectType)element.Type;
        return Members(several.BaseProperties.Concat(one.Properties).DistinctBy(each => each.Key).ToDictionary(), one.AdditionalProperties?.Type, value, path, top);
    }

    private static string Named(Azure.Bicep.Types.Concrete.ITypeReference element) => element.Type is StringLiteralType literal ? literal.Value : element.Type.GetType().Name;

    private static string Fault(string path, string what, JsonElement value)
    {
        string text = value.GetRawText();
        return $"{path} {what}: {(text.Length > 80 ? text[..80] + "…" : text)}";
    }
}
