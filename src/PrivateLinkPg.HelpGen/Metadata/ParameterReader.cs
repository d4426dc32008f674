using System.Reflection;

namespace PrivateLinkPg.HelpGen.Metadata;

/// <summary>Reads the parameters of one cmdlet class, its own before its base classes'.</summary>
internal static class ParameterReader
{
    /// <summary>What the engine adds to every cmdlet that writes.</summary>
    public static IReadOnlyList<ParameterFacts> ShouldProcess { get; } =
    [
        Switch("WhatIf", "wi"),
        Switch("Confirm", "cf"),
    ];

    public static List<ParameterFacts> Read(Type type)
    {
        var found = new List<ParameterFacts>();
        for (Type? level = type; level is not null; level = level.BaseType)
        {
            found.AddRange(level.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(property => Attributes.Of(property, "ParameterAttribute").Any())
                .Where(property => found.TrueForAll(known => known.Name != property.Name))
                .Select(Parameter));
        }

        return found;
    }

    private static ParameterFacts Parameter(PropertyInfo property) => new(
        property.Name,
        Plain(property.PropertyType),
        property,
        [.. Values(property, "AliasAttribute")],
        Attributes.Of(property, "SupportsWildcardsAttribute").Any(),
        AllowedValues(property),
        Range(property),
        [.. Attributes.Of(property, "ParameterAttribute").Select(Place)]);

    private static ParameterPlace Place(CustomAttributeData attribute) => new(
        attribute.Named<string>("ParameterSetName") ?? ParameterPlace.AllSets,
        attribute.Named<bool>("Mandatory"),
        attribute.NamedArguments.Any(argument => argument.MemberName == "Position") ? attribute.Named<int>("Position") : null,
        attribute.Named<bool>("ValueFromPipeline"),
        attribute.Named<bool>("ValueFromPipelineByPropertyName"));

    private static List<string> AllowedValues(PropertyInfo property)
    {
        Type type = Plain(property.PropertyType);
        if (type.IsArray) type = type.GetElementType()!;
        return type.IsEnum ? [.. type.GetEnumNames()] : [.. Values(property, "ValidateSetAttribute")];
    }

    private static (string, string)? Range(PropertyInfo property) =>
        Values(property, "ValidateRangeAttribute").ToArray() is [var least, var most] ? (least, most) : null;

    private static IEnumerable<string> Values(PropertyInfo property, string attribute) =>
        Attributes.Of(property, attribute).SelectMany(found => found.Values());

    private static Type Plain(Type type) => type.IsGenericType && type.Name == "Nullable`1" ? type.GenericTypeArguments[0] : type;

    private static ParameterFacts Switch(string name, string alias) =>
        new(name, typeof(System.Management.Automation.SwitchParameter), null, [alias], false, [], null,
            [new(ParameterPlace.AllSets, false, null, false, false)]);
}
