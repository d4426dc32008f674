using System.Xml.Linq;

namespace PrivateLinkPg.HelpGen.Documentation;

/// <summary>The /// documentation that the compiler left beside the assemblies.</summary>
internal sealed class SourceDocs
{
    private readonly Dictionary<string, XElement> _members;

    /// <param name="folder">The folder with the .xml files.</param>
    /// <param name="assemblies">The assemblies' names.</param>
    public SourceDocs(string folder, params IReadOnlyList<string> assemblies) => _members = assemblies
        .Select(assembly => XDocument.Load(Path.Combine(folder, assembly + ".xml"), LoadOptions.PreserveWhitespace))
        .SelectMany(document => document.Descendants("member"))
        .ToDictionary(member => member.Attribute("name")!.Value);

    public MemberDocs Of(Type type) => Find("T:" + type.FullName);

    public MemberDocs Of(System.Reflection.PropertyInfo property) => Find($"P:{property.DeclaringType!.FullName}.{property.Name}");

    public MemberDocs Of(System.Reflection.MethodInfo method)
    {
        string parameters = string.Join(',', method.GetParameters().Select(each => Id(each.ParameterType)));
        return Find($"M:{method.DeclaringType!.FullName}.{method.Name}{(parameters.Length > 0 ? $"({parameters})" : "")}");
    }

    // As the compiler writes it: System.Collections.Generic.IEnumerable{System.String}.
    private static string Id(Type type) => type.IsArray ? Id(type.GetElementType()!) + "[]"
        : !type.IsGenericType ? type.FullName!.Replace('+', '.')
        : $"{type.GetGenericTypeDefinition().FullName!.Split('`')[0]}{{{string.Join(',', type.GetGenericArguments().Select(Id))}}}";

    private MemberDocs Find(string id) => new(_members.GetValueOrDefault(id));
}
