using System.Text.RegularExpressions;
using PrivateLinkPg.Contract.Tests.Support;

namespace PrivateLinkPg.Contract.Tests;

/// <summary>What each folder of Core may use. CONTRIBUTING.md draws it; where something goes is answered here.</summary>
public sealed partial class FolderTests
{
    // What all domains of Azure may use.
    private const string Domain = "Link Arm Arm.Wire Contexts Hosting Models Failures";

    private static readonly Dictionary<string, string> Allowed = new()
    {
        ["Failures"] = "",
        ["Text"] = "",
        ["Arm.Wire"] = "",
        ["Probe.Dns"] = "",
        ["Output"] = "Failures",
        ["Contexts"] = "Output Failures",
        ["Models"] = "Contexts",
        ["Pacing"] = "Failures",
        ["Arm"] = "Arm.Wire Pacing Contexts Failures Probe.Dns",
        ["Hosting"] = "Arm Models Contexts Output Failures Text",
        ["Link"] = "Arm Arm.Wire Contexts Hosting Failures",
        ["Targets"] = Domain,
        ["Connections"] = Domain,
        ["Records"] = Domain,
        ["Removal"] = Domain,
        ["Endpoints"] = Domain + " Targets Records",
        ["Probe"] = "Probe.Dns Models Failures",
        ["Diagnosis"] = "Link Probe Probe.Dns Arm Arm.Wire Hosting Models Failures",
        ["Pictures"] = "Link Arm Arm.Wire Models Failures",
        ["Suggestions"] = "Link Arm Arm.Wire Failures",
        ["Commands"] = "Endpoints Connections Records Targets Removal Link Diagnosis Pictures Probe Arm Contexts Hosting Models Failures",
    };

    [Fact]
    public void Folders_use_only_what_the_table_allows() => Assert.Empty(
        from source in CoreSource.All
        from used in source.Uses()
        where !Pairs.Contains((source.Folder, used.Folder))
        select $"{source.Path}: {used.Type} is of {used.Folder}, which {source.Folder} may not use.");

    [Fact]
    public void What_the_table_allows_is_needed() => Assert.Empty(
        Pairs.Where(pair => !IsNeeded(pair)).Select(pair => $"{pair.Folder} does not use {pair.Used}: strike it out of the table."));

    [Fact]
    public void No_circle_between_folders()
    {
        HashSet<(string Folder, string Used)> left = [.. Pairs, .. Edges];
        // A folder that uses nothing that is left cannot be in a circle.
        while (left.RemoveWhere(edge => !left.Any(next => next.Folder == edge.Used)) > 0)
        {
        }
        Assert.Empty(left);
    }

    // One place that asks means one answer for diagnosis, picture and removal.
    [Fact]
    public void Only_Link_reads_facts() => AssertEach.All(
        Repository.Files("src/PrivateLinkPg.Core", ".cs").Where(path => path.Split('/')[2] is not ("Arm" or "Link" or "Suggestions")),
        path => Assert.DoesNotMatch(@"\.(?:Find|List)\w+Async\(", Repository.Text(path)));

    [Fact]
    public void Each_folder_has_its_row() => Assert.Equal(
        Allowed.Keys.Order(StringComparer.Ordinal),
        CoreSource.All.Select(source => source.Folder).Where(folder => folder.Length > 0).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Namespaces_follow_the_folders() => AssertEach.All(CoreSource.All.Where(source => source.Types.Count > 0), source =>
        Assert.Equal(source.Folder.Length > 0 ? $"PrivateLinkPg.{source.Folder}" : "a folder", source.Namespace));

    [Fact]
    public void Contributing_draws_the_table() => Assert.Equal(
        Allowed.Select(row => Sorted(row.Key, row.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Order(StringComparer.Ordinal),
        Row().Matches(Repository.Text("CONTRIBUTING.md"))
            .Select(row => Sorted(row.Groups[1].Value, Folder().Matches(row.Groups[2].Value).Select(folder => folder.Groups[1].Value)))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void The_files_that_the_map_names_exist()
    {
        string[] named = [.. Named().Matches(Repository.Text("docs/codebase.md")).Select(match => match.Groups[1].Value)];

        Assert.NotEmpty(named);
        AssertEach.All(named, path => Assert.Contains(
            path.StartsWith("PrivateLinkPg.", StringComparison.Ordinal) ? $"src/{path}" : $"src/PrivateLinkPg.Core/{path}",
            Repository.Files("src", ".cs")));
    }

    [Theory]
    [InlineData("new TrackedThing()", "TrackedThing")]
    [InlineData("$\"{{No}} {TrackedThing.Of($\"{Inner.X}\")} Word\"", "TrackedThing Inner")]
    [InlineData("\"No \\\" Word\" + @\"No \"\" Word\" + Thing.X // Word", "Thing")]
    [InlineData("'\"' + Thing /* Word */", "Thing")]
    [InlineData("\"\"\"No \" Word\"\"\" + $$\"\"\"{No} {{Thing}} Word\"\"\" + Other", "Thing Other")]
    [InlineData("/// No <see cref=\"Thing.Call(Other)\"/> Word", "Thing Other")]
    public void Only_code_is_looked_at(string source, string names) =>
        Assert.Equal(names.Split(' '), Regex.Matches(CodeText.Of(source), @"(?<![\w.])[A-Z]\w*").Select(match => match.Value));

    private static readonly HashSet<(string Folder, string Used)> Pairs =
        [.. Allowed.SelectMany(row => row.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(used => (row.Key, used)))];

    private static readonly HashSet<(string Folder, string Used)> Edges =
        [.. CoreSource.All.SelectMany(source => source.Uses().Select(used => (source.Folder, used.Folder)))];

    // What the domains may use together has to be needed by one of them.
    private static bool IsNeeded((string Folder, string Used) pair) =>
        Edges.Contains(pair)
        || (IsDomain(pair.Folder) && Domain.Split(' ').Contains(pair.Used)
            && Edges.Any(edge => IsDomain(edge.Folder) && edge.Used == pair.Used));

    private static bool IsDomain(string folder) => Allowed[folder].StartsWith(Domain, StringComparison.Ordinal);

    private static string Sorted(string folder, IEnumerable<string> used) =>
        $"{folder}: {string.Join(' ', used.Order(StringComparer.Ordinal))}";

    [GeneratedRegex(@"^\| `([A-Z][\w.]*)` \| [^|]* \| ([^|]*) \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`([A-Z][\w.]*)`")]
    private static partial Regex Folder();

    [GeneratedRegex(@"`([\w./]+\.cs)`")]
    private static partial Regex Named();
}
