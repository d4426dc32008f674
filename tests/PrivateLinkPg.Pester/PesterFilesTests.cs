using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace PrivateLinkPg.Pester;

/// <summary>Runs each Pester file in a pwsh of its own, on the module and the sandbox of this build.</summary>
public sealed class PesterFilesTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static TheoryData<string> Files => [.. Directory
        .EnumerateFiles(Places.PesterFiles, "*.Tests.ps1").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [PesterTheory]
    [MemberData(nameof(Files))]
    public async Task Passes(string file)
    {
        string resultFile = Path.Combine(Path.GetTempPath(), $"pester-{Guid.NewGuid():N}.json");
        try
        {
            (int exitCode, string printed) = await PowerShell.RunAsync(
                ["-File", Path.Combine(Places.PesterFiles, "Invoke-PesterFile.ps1"), "-Path", Path.Combine(Places.PesterFiles, file), "-ResultFile", resultFile],
                new Dictionary<string, string>
                {
                    ["PRIVATELINKPG_MODULE"] = Places.Module,
                    ["PRIVATELINKPG_SANDBOX"] = Places.Sandbox,
                    ["PRIVATELINKPG_YAML"] = Places.Yaml,
                },
                Limit);
            Assert.True(File.Exists(resultFile), $"pwsh ended with exit code {exitCode} and no result:\n{printed}");
            PesterRun run = JsonSerializer.Deserialize<PesterRun>(await File.ReadAllTextAsync(resultFile))!;
            output.WriteLine($"{run.Passed} passed, {run.Failed} failed, {run.Skipped} skipped");
            Assert.True(run.Succeeded && run.Passed > 0, Describe(run, printed));
        }
        finally
        {
            File.Delete(resultFile);
        }
    }

    private static string Describe(PesterRun run, string printed)
    {
        var text = new StringBuilder($"{run.Passed} passed, {run.Failed} failed, {run.Skipped} skipped\n");
        foreach (PesterFailure failure in run.Failures) text.Append("✗ ").Append(failure.Name).Append('\n').Append(failure.Message).Append('\n');
        if (run.Failures.Count == 0) text.Append(printed);
        return text.ToString();
    }
}
