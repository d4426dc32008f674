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
        ProgramRun run = await RunAsync();
        Assert.True(run.ExitCode == 0, run.Text);
        Assert.Contains("The commands run in PowerShell 7.", run.Text, StringComparison.Ordinal);
        Assert.Contains("All as expected", run.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PowerShellEngine.Variable, "no-such-pwsh", "PRIVATELINKPG_PWSH is 'no-such-pwsh', and no such program is there.")]
    [InlineData(PowerShellEngine.Variable, "true", "PowerShell ended early")]
    [InlineData("PRIVATELINKPG_POSTGRES", "nowhere", "PRIVATELINKPG_POSTGRES is 'nowhere', which is neither")]
    public async Task It_says_in_one_line_why_it_cannot_do_as_the_user_chose(string variable, string choice, string said)
    {
        ProgramRun run = await RunAsync((variable, choice));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(said, run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Text, StringComparison.Ordinal);
    }

    private static Task<ProgramRun> RunAsync(params (string, string?)[] environment) => ProgramRun.OfAsync(
        new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "PrivateLinkPg.Rehearsal.dll")]), Limit, environment);
}
