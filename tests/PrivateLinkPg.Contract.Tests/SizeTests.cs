using PrivateLinkPg.Contract.Tests.Support;

namespace PrivateLinkPg.Contract.Tests;

/// <summary>Files stay small. A longer one needs a reason, which stands here.</summary>
public sealed class SizeTests
{
    private const int File = 250;
    private const int Cmdlet = 80;
    private const int StartUp = 60;

    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["tests/PrivateLinkPg.Core.Tests/Contexts/ConnectPgAzureTests.cs"] = "Every way to sign in, against one stand-in for Azure.",
        ["tests/PrivateLinkPg.Core.Tests/Dns/DnsServerResolverTests.cs"] = "Every way in which a DNS server can answer.",
    };

    [Fact]
    public void Source_files_keep_their_budget() => Assert.All(
        Repository.Files("src", ".cs").Concat(Repository.Files("tests", ".cs")).Where(path => !Reasons.ContainsKey(path)),
        path =>
        {
            int lines = Repository.Text(path).TrimEnd().Split('\n').Length;
            int budget = Path.GetFileName(path) == "Program.cs" ? StartUp : File;
            Assert.True(lines <= budget, $"{path} has {lines} lines, {budget} is the most.");
        });

    [Fact]
    public void Cmdlets_hold_parameters_and_no_logic() => Assert.All(
        Repository.Files("src/PrivateLinkPg.Cmdlets/Commands", ".cs").Where(path => !Reasons.ContainsKey(path)),
        path =>
        {
            // A parameter costs one line: what says how it is bound and described is not counted.
            int lines = Repository.Text(path).Split('\n').Select(line => line.Trim()).Count(line =>
                line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal) && !line.StartsWith('[') && !line.StartsWith("using ", StringComparison.Ordinal));
            Assert.True(lines <= Cmdlet, $"{path} has {lines} lines besides documentation and attributes, {Cmdlet} is the most.");
        });

    [Fact]
    public void Reasons_name_files_that_exist() => Assert.All(Reasons.Keys, path => Assert.Contains(path, Repository.Files("", ".cs")));
}
