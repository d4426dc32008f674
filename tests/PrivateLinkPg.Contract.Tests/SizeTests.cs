using PrivateLinkPg.Contract.Tests.Support;

namespace PrivateLinkPg.Contract.Tests;

/// <summary>Files stay small. A longer one needs a reason, which stands here.</summary>
public sealed class SizeTests
{
    private const int File = 250;
    private const int TestFile = 350; // All behaviours of one command, told one after the other.
    private const int Cmdlet = 80;
    private const int StartUp = 60;
    private const int Handler = 60;
    private const int Column = 140;

    private static readonly Dictionary<string, string> Reasons = [];

    private static readonly Dictionary<string, string> ReasonsForWidth = new()
    {
        ["src/PrivateLinkPg.Core/Pictures/PageStyle.cs"] = "A rule of a style sheet stands on one line, as in the page.",
        ["src/PrivateLinkPg.Core/Pictures/SvgShapes.cs"] = "The path of a drawing is one string of numbers.",
    };

    [Fact]
    public void Source_files_keep_their_budget() => AssertEach.All(
        Repository.Files("src", ".cs").Concat(Repository.Files("tests", ".cs")).Where(path => !Reasons.ContainsKey(path)),
        path =>
        {
            int lines = Repository.Text(path).TrimEnd().Split('\n').Length;
            int budget = Path.GetFileName(path) == "Program.cs" ? StartUp
                : path.StartsWith("tests/", StringComparison.Ordinal) ? TestFile : File;
            Assert.True(lines <= budget, $"{path} has {lines} lines, {budget} is the most.");
        });

    [Fact]
    public void Commands_check_ask_and_write_and_no_more() => AssertEach.All(
        Repository.Files("src/PrivateLinkPg.Core/Commands", ".cs"),
        path =>
        {
            string text = Repository.Text(path);
            int lines = text.TrimEnd().Split('\n').Length;
            Assert.True(lines <= Handler, $"{path} has {lines} lines, {Handler} is the most.");
            Assert.False(text.Contains("ArmGateway", StringComparison.Ordinal), $"{path} calls Azure itself: Link reads, domains write.");
        });

    [Fact]
    public void Lines_have_at_most_140_columns() => AssertEach.All(
        Repository.Files("src", ".cs").Where(path => !ReasonsForWidth.ContainsKey(path)),
        path => Assert.False(HasWideLines(path), $"{path} has lines of more than {Column} columns."));

    [Fact]
    public void What_is_excused_is_still_wide() => AssertEach.All(ReasonsForWidth.Keys, path => Assert.True(HasWideLines(path), path));

    [Fact]
    public void Cmdlets_hold_parameters_and_no_logic() => AssertEach.All(
        Repository.Files("src/PrivateLinkPg.Cmdlets/Commands", ".cs").Where(path => !Reasons.ContainsKey(path)),
        path =>
        {
            // A parameter costs one line: what says how it is bound and described is not counted.
            int lines = Repository.Text(path).Split('\n').Select(line => line.Trim()).Count(line =>
                line.Length > 0 && !line.StartsWith('[') && !line.StartsWith("//", StringComparison.Ordinal)
                && !line.StartsWith("using ", StringComparison.Ordinal));
            Assert.True(lines <= Cmdlet, $"{path} has {lines} lines besides documentation and attributes, {Cmdlet} is the most.");
        });

    [Fact]
    public void Reasons_name_files_that_exist() =>
        AssertEach.All(Reasons.Keys.Concat(ReasonsForWidth.Keys), path => Assert.Contains(path, Repository.Files("", ".cs")));

    private static bool HasWideLines(string path) =>
        Array.Exists(Repository.Text(path).Split('\n'), line => line.TrimEnd('\r').Length > Column);
}
