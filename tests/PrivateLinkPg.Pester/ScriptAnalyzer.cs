using PrivateLinkPg.Engine;

namespace PrivateLinkPg.Pester;

/// <summary>The linter of PowerShell scripts. No package registry of the build has it.</summary>
internal sealed class ScriptAnalyzer : IPeer
{
    /// <summary>The file that needs it.</summary>
    public const string PesterFile = "ScriptAnalyzer.Tests.ps1";

    private const string Question = "[bool](Get-Module PSScriptAnalyzer -ListAvailable)";

    public bool IsOnBuildServers => false;

    public async Task<string?> MissingAsync()
    {
        ProgramRun pwsh = await ProgramRun.OfAsync(PowerShellEngine.Choose().StartInfo("-Command", Question), TimeSpan.FromMinutes(2));
        return (pwsh.ExitCode, pwsh.Output.Trim()) switch
        {
            (0, "True") => null,
            (0, "False") => "PSScriptAnalyzer is not installed (from a gallery: Install-PSResource PSScriptAnalyzer)",
            _ => throw new InvalidOperationException($"PowerShell ended with {pwsh.ExitCode}: {pwsh.Text}"),
        };
    }
}
