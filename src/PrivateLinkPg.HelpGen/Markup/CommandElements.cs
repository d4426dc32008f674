using System.Reflection;
using System.Xml.Linq;
using PrivateLinkPg.HelpGen.Documentation;
using PrivateLinkPg.HelpGen.Metadata;
using static PrivateLinkPg.HelpGen.Markup.MamlNames;

namespace PrivateLinkPg.HelpGen.Markup;

/// <summary>The help of one command.</summary>
internal sealed class CommandElements(SourceDocs docs)
{
    private readonly ParameterElements _parameters = new(docs);

    public XElement Element(CommandFacts command)
    {
        MemberDocs own = docs.Of(command.Type);
        return new(Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(Command + "details",
                new XElement(Command + "name", command.Name),
                new XElement(Command + "verb", command.Verb),
                new XElement(Command + "noun", command.Noun),
                Paragraphs(Maml + "description", own.Summary)),
            Paragraphs(Maml + "description", own.Remarks.Count > 0 ? own.Remarks : [own.Summary]),
            new XElement(Command + "syntax", command.ParameterSets.Select(set => _parameters.Syntax(command, set))),
            _parameters.List(command),
            new XElement(Command + "inputTypes", Inputs(command)),
            new XElement(Command + "returnValues", Outputs(command)),
            new XElement(Command + "examples", own.Examples.Select(Example)),
            new XElement(Maml + "relatedLinks", own.Links.Select(Link)));
    }

    private IEnumerable<XElement> Inputs(CommandFacts command)
    {
        var places = command.Parameters.SelectMany(parameter => parameter.Places);
        if (!places.Any(place => place.FromPipeline || place.FromPipelineByPropertyName))
        {
            yield return Typed("inputType", "None", ["Nothing can be piped to this command."]);
        }

        foreach (ParameterFacts parameter in command.Parameters.Where(parameter => parameter.Places.Any(place => place.FromPipeline)))
        {
            yield return Typed("inputType", TypeNames.Of(parameter.Type), [$"-{parameter.Name}: {_parameters.Summary(parameter)}"]);
        }

        string[] named = [.. command.Parameters.Where(parameter => parameter.Places.Any(place => place.FromPipelineByPropertyName))
            .Select(parameter => "-" + string.Join(", ", [parameter.Name, .. parameter.Aliases]))];
        if (named.Length > 0)
        {
            yield return Typed("inputType", "Object",
                ["Any object with properties named like these parameters, or their aliases: " + string.Join("; ", named) + "."]);
        }
    }

    private IEnumerable<XElement> Outputs(CommandFacts command) =>
        command.OutputTypes.Count > 0 ? command.OutputTypes.Select(Output) : [Typed("returnValue", "None", [])];

    private XElement Output(Type type) =>
        Typed("returnValue", TypeNames.Of(type), [docs.Of(type).Summary, string.Join('\n', Properties(type))]);

    private IEnumerable<string> Properties(Type type)
    {
        if (type.Namespace?.StartsWith("PrivateLinkPg", StringComparison.Ordinal) is not true) return [];
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(property => $"{property.Name} <{TypeNames.Of(property.PropertyType)}>: {docs.Of(property).Summary}");
    }

    private static XElement Example(ExampleDocs example, int index)
    {
        string title = example.Title.Length > 0 ? ": " + example.Title.TrimEnd('.', ':') : "";
        return new(Command + "example",
            new XElement(Maml + "title", $"---------- Example {index + 1}{title} ----------"),
            new XElement(Dev + "code", example.Code),
            Paragraphs(Dev + "remarks", [.. example.Remarks, ""])); // The empty line before the next example.
    }

    private static XElement Link(LinkDocs link) =>
        new(Maml + "navigationLink", new XElement(Maml + "linkText", link.Text), new XElement(Maml + "uri", link.Uri));

    private static XElement Typed(string element, string type, IEnumerable<string> paragraphs) => new(Command + element,
        new XElement(Dev + "type", new XElement(Maml + "name", type)),
        Paragraphs(Maml + "description", paragraphs.Where(text => text.Length > 0)));
}
