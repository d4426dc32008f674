using System.Text;
using System.Text.Json;
using PrivateLinkPg.Engine;
using PrivateLinkPg.Sandbox.Postgres;
using Xunit.Abstractions;

namespace PrivateLinkPg.Pester;

/// <summary>A Pester file, run in a PowerShell of its own on the module and the sandbox of this build.</summary>
public abstract class PesterFile(ITestOutputHelper output)
{
    // Each test that passed is printed; a file begins with its sandbox, and one with a build.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(4);

    // Named to the files, whose referee is the client that is with it. Without one, each says itself that it has none.
    private static readonly Lazy<Task<PostgresInstallation?>> Postgres =
        new(() => PostgresSource.FromEnvironment().TryGetAsync(_ => { }, _ => { }, CancellationToken.None));

    private protected async Task RunAsync(string file)
    {
        string resultFile = Path.Combine(Path.GetTempPath(), $"pester-{Guid.NewGuid():N}.json");
        try
        {
            ProgramRun pwsh = await ProgramRun.OfTalkingAsync(
                PowerShellEngine.Choose().StartInfo(
                    "-File", Path.Combine(Places.PesterFiles, "Invoke-PesterFile.ps1"),
                    "-Path", Path.Combine(Places.PesterFiles, file), "-ResultFile", resultFile, "-PesterModule", Places.PesterModule),
                LongestSilence,
                (PostgresSource.Variable, (await Postgres.Value)?.BinDirectory),
                ("PRIVATELINKPG_MODULE", Places.Module), ("PRIVATELINKPG_SANDBOX", Places.Sandbox), ("PRIVATELINKPG_YAML", Places.Yaml));
            Assert.True(File.Exists(resultFile), $"PowerShell ended with exit code {pwsh.ExitCode} and no result:\n{pwsh.Text}");
            PesterRun run = JsonSerializer.Deserialize<PesterRun>(await File.ReadAllTextAsync(resultFile))!;
            output.WriteLine($"{run.Passed} passed, {run.Failed} failed, {run.Skipped} skipped");
            Assert.True(run.Succeeded && run.Passed > 0, Describe(run, pwsh.Text));
            // A test that a Pester file skips is seen nowhere. Only what there is not in Windows may be.
            Assert.True(run.Skipped == 0 || OperatingSystem.IsWindows(), Describe(run, pwsh.Text));
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
