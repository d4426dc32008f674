using System.Xml.Linq;
using PrivateLinkPg.HelpGen.Documentation;
using PrivateLinkPg.HelpGen.Metadata;
using static PrivateLinkPg.HelpGen.Markup.MamlNames;

namespace PrivateLinkPg.HelpGen.Markup;

/// <summary>Parameters, in the syntax lines and in the list.</summary>
internal sealed class ParameterElements(SourceDocs docs)
{
    private static readonly Dictionary<string, string> Engine = new()
    {
        ["WhatIf"] = "Shows what would be written, and writes nothing.",
        ["Confirm"] = "Asks before anything is written.",
    };

    /// <summary>The line of one parameter set: positional first, then mandatory, then the others as they are declared.</summary>
    public XElement Syntax(CommandFacts command, string set) => new(Command + "syntaxItem",
        new XElement(Maml + "name", command.Name),
        command.Parameters.Select((parameter, index) => (parameter, place: parameter.In(set), index))
            .Where(entry => entry.place is not null)
            .OrderBy(entry => entry.place!.Position ?? int.MaxValue)
            .ThenByDescending(entry => entry.place!.Mandatory)
            .ThenBy(entry => entry.index)
            .Select(entry => Element(entry.parameter, entry.place!, withText: false)));

    /// <summary>The list of all parameters, by name; each as it is in the first set that it belongs to.</summary>
    public XElement List(CommandFacts command) => new(Command + "parameters", command.Parameters
        .OrderBy(parameter => parameter.Name, StringComparer.Ordinal)
        .Select(parameter => (parameter, place: command.ParameterSets.Select(parameter.In).First(place => place is not null)))
        .Select(entry => Element(entry.parameter, entry.place!, withText: true)));

    /// <summary>What the sources say about a parameter.</summary>
    public string Summary(ParameterFacts parameter) =>
        parameter.Property is { } property ? docs.Of(property).Summary : Engine.GetValueOrDefault(parameter.Name, "");

    private XElement Element(ParameterFacts parameter, ParameterPlace place, bool withText)
    {
        string type = TypeNames.Of(parameter.Type);
        bool isSwitch = TypeNames.IsSwitch(parameter.Type);
        return new(Command + "parameter",
            new XAttribute("required", place.Mandatory ? "true" : "false"),
            new XAttribute("variableLength", parameter.Type.IsArray ? "true" : "false"),
            new XAttribute("globbing", parameter.SupportsWildcards ? "true" : "false"),
            new XAttribute("pipelineInput", PipelineInput(place)),
            new XAttribute("position", place.Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
            new XElement(Maml + "name", parameter.Name),
            withText ? Paragraphs(Maml + "description", Description(parameter)) : null,
            isSwitch ? null : new XElement(Command + "parameterValue",
                new XAttribute("required", "true"), new XAttribute("variableLength", parameter.Type.IsArray ? "true" : "false"), type),
            new XElement(Dev + "type", new XElement(Maml + "name", type), new XElement(Maml + "uri")),
            withText ? new XElement(Dev + "defaultValue", Default(parameter, isSwitch)) : null);
    }

    private string Default(ParameterFacts parameter, bool isSwitch) =>
        (parameter.Property is { } property ? docs.Of(property).Default : null) ?? (isSwitch ? "False" : "None");

    private IEnumerable<string> Description(ParameterFacts parameter)
    {
        yield return Summary(parameter);
        if (parameter.Property is { } property)
        {
            foreach (string paragraph in docs.Of(property).Remarks) yield return paragraph;
        }

        if (parameter.AllowedValues.Count > 0) yield return $"Allowed values: {string.Join(", ", parameter.AllowedValues)}.";
        if (parameter.Range is { } range) yield return $"Allowed: {range.Least} to {range.Most}.";
    }

    private static string PipelineInput(ParameterPlace place) => (place.FromPipeline, place.FromPipelineByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
