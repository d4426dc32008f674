using System.Diagnostics;
using System.Runtime.CompilerServices;
using PrivateLinkPg.Engine;

namespace PrivateLinkPg.Pester;

/// <summary>A test that is skipped, saying why, where PSScriptAnalyzer is not installed: the build cannot bring it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ScriptAnalyzerFactAttribute : FactAttribute
{
    /// <summary>The file that needs it.</summary>
    public const string PesterFile = "ScriptAnalyzer.Tests.ps1";

    private static readonly Lazy<bool> Installed = new(Look);

    public ScriptAnalyzerFactAttribute([CallerMemberName] string test = "")
    {
        if (Installed.Value) return;
        Skip = "PSScriptAnalyzer is not installed, and no package registry of the build has it (from a gallery: Install-PSResource PSScriptAnalyzer)";
        // The console shows of a skipped test its name alone.
        DisplayName = $"{test}: {Skip}";
    }

    private static bool Look()
    {
        ProcessStartInfo start = PowerShellEngine.Choose().StartInfo("-Command", "exit [int](-not (Get-Module PSScriptAnalyzer -ListAvailable))");
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
