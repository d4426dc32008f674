using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PrivateLinkPg.HelpGen.Documentation;

/// <summary>The documentation of one member; everything is empty where it has none.</summary>
internal sealed partial class MemberDocs(XElement? member)
{
    public string Summary => string.Join(' ', DocText.Paragraphs(member?.Element("summary")));

    public IReadOnlyList<string> Remarks => DocText.Paragraphs(member?.Element("remarks"));

    public IReadOnlyList<ExampleDocs> Examples => [.. (member?.Elements("example") ?? []).Select(ExampleDocs.From)];

    public IReadOnlyList<LinkDocs> Links => [.. (member?.Elements("seealso") ?? []).Select(LinkDocs.From)];

    /// <summary>X of the sentence «The default is X.»; null where the summary has no such sentence.</summary>
    public string? Default => DefaultSentence().Match(Summary) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"[Tt]he default is (.+?)(?:[;,] |\.(?: |$))")]
    private static partial Regex DefaultSentence();
}

/// <summary>One example: what it shows, its lines, and what comes of it.</summary>
internal sealed partial record ExampleDocs(string Title, string Code, IReadOnlyList<string> Remarks)
{
    public static ExampleDocs From(XElement example) => new(
        DocText.Line(example.Nodes().TakeWhile(node => node is XText)),
        Continuation().Replace(DocText.Code(example.Element("code")), " "),
        DocText.Paragraphs(new XElement("remarks", example.Elements("para"))));

    // Help is wider than the source: what a backtick goes on with, as in a script, is one line there.
    [GeneratedRegex(@" `\n\s*")]
    private static partial Regex Continuation();
}

/// <summary>One related link: a command, or a page.</summary>
internal sealed record LinkDocs(string Text, string? Uri)
{
    public static LinkDocs From(XElement link) => link.Attribute("href") is { } address
        ? new(link.Value.Length > 0 ? DocText.Line(link.Nodes()) : address.Value, address.Value)
        : new(DocText.Name(link.Attribute("cref")!.Value), null);
}
