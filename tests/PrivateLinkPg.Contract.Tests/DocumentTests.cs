using System.Text.RegularExpressions;
using PrivateLinkPg.Contract.Tests.Support;

namespace PrivateLinkPg.Contract.Tests;

public sealed partial class DocumentTests
{
    // In two halves, so that this file does not name them.
    private static readonly string[] Forbidden = ["/wor" + "k/", "/roo" + "t/", "nuget" + ".org", "npmjs" + ".", "deb." + "debian", "C:\\" + "Users"];

    [Fact]
    public void The_changelog_tells_what_this_version_brings() =>
        Assert.Matches($@"(?m)^## {Regex.Escape(Manifest.Version)}\b", Repository.Text("CHANGELOG.md"));

    [Fact]
    public void The_readme_lists_every_command() =>
        AssertEach.All(Manifest.Cmdlets, command => Assert.True(Repository.Text("README.md").Contains($"`{command}`", StringComparison.Ordinal), $"README.md does not list {command}."));

    [Fact]
    public void Projects_that_the_documents_run_exist()
    {
        string text = Repository.Text("README.md") + Repository.Text("CONTRIBUTING.md") + Repository.Text("en-US/about_PrivateLinkPg.help.txt");
        Assert.NotEmpty(Project().Matches(text));
        AssertEach.All(Project().Matches(text), match =>
            Assert.True(Directory.Exists(Path.Combine(Repository.Root, match.Groups[1].Value)), $"{match.Groups[1].Value} does not exist."));
    }

    [Fact]
    public void The_readme_names_the_two_commands()
    {
        Assert.Contains("dotnet run --project src/PrivateLinkPg.Rehearsal", Repository.Text("README.md"));
        Assert.Contains("dotnet test", Repository.Text("README.md"));
    }

    [Fact]
    public void The_build_server_runs_the_command_of_the_readme() => Assert.Matches(@"(?m)^dotnet test\b", Repository.Text(".ci/run"));

    [Fact]
    public void No_text_names_a_machine_of_its_makers() => AssertEach.All(
        Repository.Files("").Where(path => Path.GetExtension(path) is not (".png" or ".pfx")),
        path => AssertEach.All(Forbidden, word => Assert.False(Repository.Text(path).Contains(word, StringComparison.Ordinal), $"{path} contains {word}.")));

    [GeneratedRegex(@"dotnet run (?:-c Release )?--project ([\w./]+)")]
    private static partial Regex Project();
}
