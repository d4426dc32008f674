using System.Diagnostics;
using PrivateLinkPg.Engine;

namespace PrivateLinkPg.Pester;

/// <summary>The linter of PowerShell scripts. No package registry of the build has it.</summary>
internal sealed class ScriptAnalyzer : IPeer
{
    /// <summary>The file that needs it.</summary>
    public const string PesterFile = "ScriptAnalyzer.Tests.ps1";

    public bool IsOnBuildServers => false;

    public async Task<string?> MissingAsync()
    {
        ProcessStartInfo start = PowerShellEngine.Choose().StartInfo("-Command", "exit [int](-not (Get-Module PSScriptAnalyzer -ListAvailable))");
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : "PSScriptAnalyzer is not installed (from a gallery: Install-PSResource PSScriptAnalyzer)";
    }
}
