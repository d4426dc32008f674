using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace PrivateLinkPg.Benchmarks;

/// <summary>The programs that are measured, as processes.</summary>
internal static class Programs
{
    public static string Module => Place("Module");

    public static string Sandbox => Place("Sandbox");

    /// <summary>How long a program takes from start to end, in milliseconds.</summary>
    public static async Task<double> TimeAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation, IReadOnlyDictionary<string, string>? environment = null)
    {
        long start = Stopwatch.GetTimestamp();
        await RunAsync(program, arguments, cancellation, environment);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Runs a script in one pwsh with the module imported, and gives what its last line prints: a JSON object of lists of milliseconds.</summary>
    public static async Task<IReadOnlyDictionary<string, double[]>> MeasureInPwshAsync(string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        string prelude = $"$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; Import-Module '{Module}'; "
            + "function Measure-Ms([scriptblock] $what) { $clock = [Diagnostics.Stopwatch]::StartNew(); $null = & $what; $clock.Elapsed.TotalMilliseconds }\n";
        string output = await RunAsync("pwsh", ["-NoProfile", "-NonInteractive", "-Command", prelude + script], cancellation, environment);
        return JsonSerializer.Deserialize<Dictionary<string, double[]>>(output.TrimEnd().Split('\n')[^1])!;
    }

    public static async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation, IReadOnlyDictionary<string, string>? environment = null)
    {
        using Process process = Start(program, arguments, environment);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await output}{await errors}");
    }

    public static Process Start(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new MissingProgramException(program);
        }
    }

    private static string Place(string key) => typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
