using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using PrivateLinkPg.Engine;

namespace PrivateLinkPg.Benchmarks;

/// <summary>The programs that are measured, as processes.</summary>
internal static class Programs
{
    public static string Module => Place("Module");

    public static string Sandbox => Place("Sandbox");

    /// <summary>Debian's az, whose network commands do not load by themselves.</summary>
    public static string RepairedAz => Place("RepairedAz");

    /// <summary>How long a program takes from start to end, in milliseconds.</summary>
    public static async Task<double> TimeAsync(ProcessStartInfo program, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        await RunAsync(program, cancellation);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>PowerShell, with these lines to run.</summary>
    public static ProcessStartInfo Pwsh(string script) => PowerShellEngine.Choose().StartInfo("-Command", script);

    /// <summary>Runs a script in one pwsh with the module imported, and gives what its last line prints: a JSON object of lists of milliseconds.</summary>
    public static async Task<IReadOnlyDictionary<string, double[]>> MeasureInPwshAsync(string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        string prelude = $"$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; Import-Module '{Module}'; "
            + "function Measure-Ms([scriptblock] $what) { $clock = [Diagnostics.Stopwatch]::StartNew(); $null = & $what; $clock.Elapsed.TotalMilliseconds }\n";
        ProcessStartInfo pwsh = Pwsh(prelude + script);
        foreach ((string name, string value) in environment) pwsh.Environment[name] = value;
        return JsonSerializer.Deserialize<Dictionary<string, double[]>>((await RunAsync(pwsh, cancellation)).TrimEnd().Split('\n')[^1])!;
    }

    /// <summary>Runs a program to its end and gives what it printed.</summary>
    public static async Task<string> RunAsync(ProcessStartInfo program, CancellationToken cancellation)
    {
        using Process process = Start(program);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program.FileName} ended with {process.ExitCode}: {await output}{await errors}");
    }

    public static Process Start(ProcessStartInfo program)
    {
        (program.RedirectStandardInput, program.RedirectStandardOutput, program.RedirectStandardError) = (true, true, true);
        try
        {
            return Process.Start(program)!;
        }
        catch (Win32Exception)
        {
            throw new MissingProgramException(program.FileName);
        }
    }

    private static string Place(string key) => typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
