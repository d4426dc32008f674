using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PrivateLinkPg.HelpGen.Documentation;

/// <summary>Turns /// elements into plain text.</summary>
internal static partial class DocText
{
    // The compiler's XML file indents every line of a comment by as much, and so all lines of an element after its first.
    private static readonly string Indentation = "\n" + new string(' ', 12);

    /// <summary>Paragraphs: the text between <c>para</c> and <c>list</c> elements, and each of those.</summary>
    public static IReadOnlyList<string> Paragraphs(XElement? element)
    {
        if (element is null) return [];
        var paragraphs = new List<string>();
        var inline = new List<XNode>();
        foreach (XNode node in element.Nodes())
        {
            if (node is not XElement { Name.LocalName: "para" or "list" or "code" } block)
            {
                inline.Add(node);
                continue;
            }

            Flush();
            paragraphs.AddRange(Block(block));
        }

        Flush();
        return paragraphs;

        void Flush()
        {
            if (Line(inline) is { Length: > 0 } line) paragraphs.Add(line);
            inline.Clear();
        }
    }

    /// <summary>One line of text, white space collapsed.</summary>
    public static string Line(IEnumerable<XNode> nodes) => WhiteSpace().Replace(string.Concat(nodes.Select(Inline)), " ").Trim();

    /// <summary>Lines of code, without the indentation that they share.</summary>
    public static string Code(XElement? element)
    {
        string[] lines = (element?.Value ?? "").Replace("\r", "").Replace(Indentation, "\n").Split('\n');
        int shared = lines.Where(line => line.Trim().Length > 0)
            .Select(line => line.Length - line.TrimStart().Length)
            .DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select(line => line.Length >= shared ? line[shared..].TrimEnd() : "")).Trim('\n');
    }

    /// <summary>What a user calls the thing behind a cref: the command, -Parameter, or the last part of the name.</summary>
    public static string Name(string cref)
    {
        string[] parts = cref[(cref.IndexOf(':') + 1)..].Split('(')[0].Split('.');
        if (CommandClass().Match(parts[^1]) is { Success: true } command) return $"{command.Groups[1]}-{command.Groups[2]}";
        return parts.Length > 1 && CommandClass().IsMatch(parts[^2]) ? "-" + parts[^1] : parts[^1];
    }

    private static IEnumerable<string> Block(XElement block) => block.Name.LocalName switch
    {
        "list" => block.Elements("item").Select(item => "- " + Line(item.Nodes())),
        "code" => [Code(block)],
        _ => [Line(block.Nodes())],
    };

    private static string Inline(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "seealso" } see when see.Value.Length == 0 =>
            see.Attribute("cref") is { } cref ? Name(cref.Value) : see.Attribute("langword")?.Value ?? see.Attribute("href")?.Value ?? "",
        XElement { Name.LocalName: "paramref" or "typeparamref" } reference => reference.Attribute("name")!.Value,
        XElement other => string.Concat(other.Nodes().Select(Inline)),
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex("^([A-Z][a-z]+)(Pg[A-Za-z]+)Command$")]
    private static partial Regex CommandClass();
}
