using System.ComponentModel;
using System.Diagnostics;

namespace PrivateLinkPg.Pester;

/// <summary>The pwsh of this machine, as a process.</summary>
internal static class PowerShell
{
    /// <summary>Why the Pester files cannot run here; null where they can.</summary>
    public static string? Missing { get; } = LookForMissing();

    /// <summary>Runs pwsh to its end and gives its exit code with all that it printed.</summary>
    /// <exception cref="TimeoutException">It had not ended within <paramref name="limit"/> and was ended.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, TimeSpan limit)
    {
        var start = new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"pwsh had not ended within {limit.TotalMinutes:0} minutes: {string.Join(' ', arguments)}");
        }
    }

    private static string? LookForMissing()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("pwsh",
                ["-NoProfile", "-NonInteractive", "-Command", "exit [int](-not (Get-Module Pester -ListAvailable | Where-Object Version -ge 5.5))"])
            {
                RedirectStandardOutput = true,
            })!;
            process.WaitForExit();
            return process.ExitCode == 0 ? null : "pwsh is here, but Pester 5.5 or later is not (Install-PSResource Pester), so no Pester file ran.";
        }
        catch (Win32Exception)
        {
            return "pwsh (PowerShell 7.4 or later) is not on PATH, so no Pester file ran.";
        }
    }
}
