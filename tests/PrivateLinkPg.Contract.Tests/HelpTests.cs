using System.Text.RegularExpressions;
using PrivateLinkPg.Contract.Tests.Support;
using PrivateLinkPg.HelpGen;
using PrivateLinkPg.HelpGen.Documentation;
using PrivateLinkPg.HelpGen.Metadata;

namespace PrivateLinkPg.Contract.Tests;

public sealed partial class HelpTests(CommandsFixture commands) : IClassFixture<CommandsFixture>
{
    private const string Remedy = "Run: dotnet run --project src/PrivateLinkPg.HelpGen";

    [Fact]
    public void The_committed_help_is_what_the_sources_generate() => Assert.All(HelpFiles.Generate(), file =>
    {
        string path = Path.Combine(Repository.Root, "en-US", file.Key);
        Assert.True(File.Exists(path), $"en-US/{file.Key} is missing. {Remedy}");
        Assert.True(File.ReadAllText(path) == file.Value, $"en-US/{file.Key} is not what the sources say. {Remedy}");
    });

    [Fact]
    public void Generating_twice_gives_the_same_bytes() => Assert.Equal(HelpFiles.Generate(), HelpFiles.Generate());

    [Fact]
    public void Every_command_has_a_synopsis_a_description_and_two_examples() => Assert.All(commands.All, command =>
    {
        MemberDocs docs = commands.Docs.Of(command.Type);
        Assert.True(docs.Summary.Length > 0, $"{command.Name}: <summary> is missing.");
        Assert.True(docs.Remarks.Count > 0, $"{command.Name}: <remarks> is missing.");
        Assert.True(docs.Examples.Count >= 2, $"{command.Name}: {docs.Examples.Count} <example>, two are the least.");
        Assert.All(docs.Examples, example => Assert.True(example.Code.Length > 0 && example.Remarks.Count > 0, $"{command.Name}: an <example> needs <code> and <para>."));
    });

    [Fact]
    public void Every_command_leads_on_to_another() => Assert.All(commands.All, command =>
        Assert.True(commands.Docs.Of(command.Type).Links.Count > 0, $"{command.Name}: <seealso> is missing."));

    [Fact]
    public void Every_parameter_and_every_output_property_is_described()
    {
        Assert.All(commands.All, command => Assert.All(command.Parameters.Where(parameter => parameter.Property is not null), parameter =>
            Assert.True(commands.Docs.Of(parameter.Property!).Summary.Length > 0, $"{command.Name} -{parameter.Name}: <summary> is missing.")));
        Assert.All(OutputTypes, type => Assert.True(commands.Docs.Of(type).Summary.Length > 0, $"{type.Name}: <summary> is missing."));
        Assert.All(OutputTypes.SelectMany(type => type.GetProperties()).Where(property => property.Name != "EqualityContract"), property =>
            Assert.True(commands.Docs.Of(property).Summary.Length > 0, $"{property.DeclaringType!.Name}.{property.Name}: <summary> is missing."));
    }

    [Fact]
    public void Commands_that_texts_name_exist()
    {
        string[] texts = [.. Repository.Files("en-US"), "README.md", "CHANGELOG.md", "CONTRIBUTING.md"];
        Assert.All(texts, file => Assert.All(CommandName().Matches(Repository.Text(file)), match =>
            Assert.True(commands.All.Any(command => command.Name == match.Value), $"{file} names {match.Value}, which does not exist.")));
    }

    [Fact]
    public void Examples_use_parameters_that_exist() => Assert.All(commands.All, command => Assert.All(
        commands.Docs.Of(command.Type).Examples.SelectMany(example => CommandCall().Matches(example.Code)),
        call => Assert.All(ParameterName().Matches(Quoted().Replace(call.Groups["rest"].Value, "''")), parameter =>
        {
            CommandFacts called = commands[call.Groups["name"].Value];
            Assert.True(
                Common.Contains(parameter.Groups[1].Value) || called.Parameters.Any(known => known.Aliases.Prepend(known.Name).Contains(parameter.Groups[1].Value)),
                $"An example of {command.Name} gives {called.Name} the parameter {parameter.Value}, which it has not.");
        })));

    [Fact]
    public void Every_failure_tells_what_it_means() => Assert.All(HelpGen.Topics.ErrorTopic.Catalogue(), method =>
        Assert.True(commands.Docs.Of(method).Summary.Length > 0, $"Failures.{method.Name}: <summary> is missing."));

    private static readonly string[] Common =
        ["ErrorAction", "ErrorVariable", "WarningAction", "WarningVariable", "InformationAction", "OutVariable", "PipelineVariable", "Verbose", "Debug", "WhatIf", "Confirm"];

    private IEnumerable<Type> OutputTypes => commands.All.SelectMany(command => command.OutputTypes)
        .Where(type => type.Namespace == "PrivateLinkPg.Models").DistinctBy(type => type.FullName);

    [GeneratedRegex(@"\b[A-Z][a-z]+-Pg[A-Z]\w+")]
    private static partial Regex CommandName();

    [GeneratedRegex(@"(?<name>\b[A-Z][a-z]+-Pg\w+)(?<rest>[^|;}\n]*(`\n[^|;}\n]*)*)")]
    private static partial Regex CommandCall();

    [GeneratedRegex(@"(?<=\s)-([A-Z]\w+)")]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"'[^']*'|""[^""]*""|\([^)]*\)")]
    private static partial Regex Quoted();
}
