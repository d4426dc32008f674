using System.Diagnostics;

namespace PrivateLinkPg.Core.Tests.Rehearsal;

/// <summary>The program that a newcomer runs first.</summary>
public sealed class RehearsalTests
{
    [Fact]
    public async Task It_passes_with_what_is_on_this_machine()
    {
        (int exit, string output) = await RunAsync(path => path);
        Assert.True(exit == 0, output);
        Assert.Contains("All as expected", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_passes_without_pwsh_and_says_so()
    {
        (int exit, string output) = await RunAsync(path => string.Join(
            Path.PathSeparator, path.Split(Path.PathSeparator).Where(folder => !File.Exists(Path.Combine(folder, "pwsh")))));
        Assert.True(exit == 0, output);
        Assert.Contains("no pwsh on PATH", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_begin_without_the_PostgreSQL_that_was_chosen()
    {
        (int exit, string output) = await RunAsync(path => path, postgres: "nowhere");
        Assert.Equal(1, exit);
        Assert.Contains("PRIVATELINKPG_POSTGRES is 'nowhere', which is neither", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output)> RunAsync(Func<string, string> path, string? postgres = null)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "PrivateLinkPg.Rehearsal.dll");
        ProcessStartInfo start = new("dotnet", [program]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = path(Environment.GetEnvironmentVariable("PATH") ?? "");
        if (postgres is not null) start.Environment["PRIVATELINKPG_POSTGRES"] = postgres;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
