namespace PrivateLinkPg.HelpGen.Markup;

/// <summary>Types as PowerShell names them.</summary>
internal static class TypeNames
{
    public static string Of(Type type) => type switch
    {
        { IsArray: true } => Of(type.GetElementType()!) + "[]",
        { IsGenericType: true, Name: "Nullable`1" } => Of(type.GenericTypeArguments[0]),
        { IsGenericType: true, Name: "IReadOnlyList`1" or "IReadOnlyCollection`1" or "IEnumerable`1" } =>
            Of(type.GenericTypeArguments[0]) + "[]",
        { IsGenericType: true, Name: "IReadOnlyDictionary`2" } => "Dictionary",
        _ => type.Name,
    };

    public static bool IsSwitch(Type type) => type.Name == "SwitchParameter";
}
