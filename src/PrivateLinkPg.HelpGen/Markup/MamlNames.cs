using System.Xml.Linq;

namespace PrivateLinkPg.HelpGen.Markup;

/// <summary>The namespaces of PowerShell's help schema.</summary>
internal static class MamlNames
{
    public static readonly XNamespace Shell = "http://msh";
    public static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    public static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    public static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XElement Paragraphs(XName name, IEnumerable<string> paragraphs) =>
        new(name, paragraphs.Select(text => new XElement(Maml + "para", text)));

    public static XElement Paragraphs(XName name, params IReadOnlyList<string> paragraphs) => Paragraphs(name, paragraphs.AsEnumerable());
}
