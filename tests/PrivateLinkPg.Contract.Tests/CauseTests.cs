using System.Text.RegularExpressions;
using PrivateLinkPg.Contract.Tests.Support;

namespace PrivateLinkPg.Contract.Tests;

/// <summary>Each cause that a test can name is in the help, and the help names no other.</summary>
public sealed partial class CauseTests
{
    private static readonly string Topic = Repository.Text("en-US/about_PrivateLinkPg_Causes.help.txt");

    private static readonly HashSet<string> Codes =
    [
        .. Repository.Files("src/PrivateLinkPg.Core/Diagnosis", ".cs").Where(path => path.EndsWith("Causes.cs", StringComparison.Ordinal) || path.EndsWith("AzureRules.cs", StringComparison.Ordinal)).SelectMany(path => Made().Matches(Repository.Text(path)))
            .Select(match => match.Groups[1].Value),
    ];

    [Fact]
    public void Each_cause_is_in_the_help() => Assert.Equal(
        Codes.Order(StringComparer.Ordinal), Entries().Matches(Topic).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void There_are_many() => Assert.True(Codes.Count > 70, $"Only {Codes.Count} codes were found.");

    // new("Code", new(Reason, "Code",
    [GeneratedRegex(@"new\(\s*(?:[A-Z][A-Za-z]+, )?""([A-Z][A-Za-z]+)"",")]
    private static partial Regex Made();

    [GeneratedRegex(@"^    ([A-Z][A-Za-z]+)(?: \(Repair-PgPrivateConnection\))?$", RegexOptions.Multiline)]
    private static partial Regex Entries();
}
