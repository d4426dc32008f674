using System.Text.RegularExpressions;
using PrivateLinkPg.Contract.Tests.Support;
using PrivateLinkPg.HelpGen;
using PrivateLinkPg.HelpGen.Documentation;

namespace PrivateLinkPg.Contract.Tests;

public sealed partial class HelpTests(CommandsFixture commands) : IClassFixture<CommandsFixture>
{
    private const string Remedy = "Run: dotnet run --project src/PrivateLinkPg.HelpGen";

    [Fact]
    public void The_committed_help_is_what_the_sources_generate() => AssertEach.All(HelpFiles.Generate(), file =>
    {
        string path = Path.Combine(Repository.Root, "en-US", file.Key);
        Assert.True(File.Exists(path), $"en-US/{file.Key} is missing. {Remedy}");
        Assert.True(File.ReadAllText(path) == file.Value, $"en-US/{file.Key} is not what the sources say. {Remedy}");
    });

    [Fact]
    public void Generating_twice_gives_the_same_bytes() => Assert.Equal(HelpFiles.Generate(), HelpFiles.Generate());

    [Fact]
    public void Every_command_has_a_synopsis_a_description_and_two_examples() => AssertEach.All(commands.All, command =>
    {
        MemberDocs docs = commands.Docs.Of(command.Type);
        Assert.True(docs.Summary.Length > 0, $"{command.Name}: <summary> is missing.");
        Assert.True(docs.Remarks.Count > 0, $"{command.Name}: <remarks> is missing.");
        Assert.True(docs.Examples.Count >= 2, $"{command.Name}: {docs.Examples.Count} <example>, two are the least.");
        AssertEach.All(docs.Examples, example => Assert.True(example.Code.Length > 0 && example.Remarks.Count > 0, $"{command.Name}: an <example> needs <code> and <para>."));
    });

    [Fact]
    public void Every_command_leads_on_to_another() => AssertEach.All(commands.All, command =>
        Assert.True(commands.Docs.Of(command.Type).Links.Count > 0, $"{command.Name}: <seealso> is missing."));

    [Fact]
    public void Every_parameter_and_every_output_property_is_described()
    {
        AssertEach.All(commands.All.SelectMany(command => command.Parameters.Where(parameter => parameter.Property is not null).Select(parameter => (command, parameter))), each =>
            Assert.True(commands.Docs.Of(each.parameter.Property!).Summary.Length > 0, $"{each.command.Name} -{each.parameter.Name}: <summary> is missing."));
        AssertEach.All(OutputTypes, type => Assert.True(commands.Docs.Of(type).Summary.Length > 0, $"{type.Name}: <summary> is missing."));
        AssertEach.All(OutputTypes.SelectMany(type => type.GetProperties()).Where(property => property.Name != "EqualityContract"), property =>
            Assert.True(commands.Docs.Of(property).Summary.Length > 0, $"{property.DeclaringType!.Name}.{property.Name}: <summary> is missing."));
    }

    [Fact]
    public void Commands_that_texts_name_exist()
    {
        string[] texts = [.. Repository.Files("en-US"), "README.md", "CHANGELOG.md", "CONTRIBUTING.md"];
        AssertEach.All(texts.SelectMany(file => CommandName().Matches(Repository.Text(file)).Select(match => (file, match.Value))), each =>
            Assert.True(commands.All.Any(command => command.Name == each.Value), $"{each.file} names {each.Value}, which does not exist."));
    }

    [Fact]
    public void Examples_use_parameters_that_exist()
    {
        var given = commands.All.SelectMany(command => commands.Docs.Of(command.Type).Examples.SelectMany(example => CommandCall().Matches(example.Code))
            .SelectMany(call => ParameterName().Matches(Quoted().Replace(call.Groups["rest"].Value, "''"))
                .Select(parameter => (command.Name, Called: commands[call.Groups["name"].Value], Parameter: parameter.Groups[1].Value))));
        AssertEach.All(given, each => Assert.True(
            Common.Contains(each.Parameter) || each.Called.Parameters.Any(known => known.Aliases.Prepend(known.Name).Contains(each.Parameter)),
            $"An example of {each.Name} gives {each.Called.Name} the parameter {each.Parameter}, which it has not."));
    }

    [Fact]
    public void Every_failure_tells_what_it_means() => AssertEach.All(HelpGen.Topics.ErrorTopic.Catalogue(), method =>
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
