using System.Reflection;

namespace PrivateLinkPg.HelpGen.Metadata;

/// <summary>Attributes as data.</summary>
internal static class Attributes
{
    /// <summary>The attributes of <paramref name="member"/>, by the attribute type's name.</summary>
    public static IEnumerable<CustomAttributeData> Of(MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(attribute => attribute.AttributeType.Name == name);

    public static T? Named<T>(this CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value is T value ? value : default;

    /// <summary>The values of the params array that the attribute was made with.</summary>
    public static IEnumerable<string> Values(this CustomAttributeData attribute) => attribute.ConstructorArguments
        .SelectMany(argument => argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> several ? several : [argument])
        .Select(argument => Convert.ToString(argument.Value, System.Globalization.CultureInfo.InvariantCulture)!);
}
