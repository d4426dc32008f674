using System.Diagnostics;
using PrivateLinkPg.Engine;

namespace PrivateLinkPg.Pester;

/// <summary>The program that a newcomer runs first.</summary>
public sealed class RehearsalTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task It_tells_all_jobs_in_real_PowerShell()
    {
        ProcessRun run = await RunAsync();
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("The commands run in PowerShell 7.", run.Output, StringComparison.Ordinal);
        Assert.Contains("All as expected", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_in_one_line_that_the_PowerShell_of_the_users_choice_is_not_there()
    {
        ProcessRun run = await RunAsync((PowerShellEngine.Variable, "no-such-pwsh"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("PRIVATELINKPG_PWSH is 'no-such-pwsh', and no such program is there.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_that_PowerShell_ended_early()
    {
        ProcessRun run = await RunAsync((PowerShellEngine.Variable, "true"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("PowerShell ended early", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_does_not_begin_without_the_PostgreSQL_of_the_users_choice()
    {
        ProcessRun run = await RunAsync(("PRIVATELINKPG_POSTGRES", "nowhere"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("PRIVATELINKPG_POSTGRES is 'nowhere', which is neither", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    private static Task<ProcessRun> RunAsync(params IEnumerable<(string, string?)> environment) => ProcessRun.OfAsync(
        new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "PrivateLinkPg.Rehearsal.dll")]), Limit, environment);
}
