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

    /// <summary>A method, whatever its parameters are.</summary>
    public MemberDocs OfMethod(Type type, string method)
    {
        string prefix = $"M:{type.FullName}.{method}";
        return new(_members.FirstOrDefault(member =>
            member.Key == prefix || member.Key.StartsWith(prefix + "(", StringComparison.Ordinal)).Value);
    }

    private MemberDocs Find(string id) => new(_members.GetValueOrDefault(id));
}
