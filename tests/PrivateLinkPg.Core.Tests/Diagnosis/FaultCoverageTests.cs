using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Diagnosis;

/// <summary>No fault is in the catalogue that no server, resolver or address leads to.</summary>
public sealed partial class FaultCoverageTests
{
    [Fact]
    public void Every_fault_is_named_where_probes_are_run()
    {
        string tests = Path.GetDirectoryName(Path.GetDirectoryName(ThisFile()))!;
        HashSet<string> named =
        [
            .. new[] { "Postgres", "Dns" }.SelectMany(folder => Directory.GetFiles(Path.Combine(tests, folder), "*.cs"))
                .SelectMany(file => Words().Matches(File.ReadAllText(file)).Select(word => word.Value)),
        ];

        Assert.Equal([], Enum.GetNames<ProbeFault>().Where(fault => !named.Contains(fault)));
    }

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Words();

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
