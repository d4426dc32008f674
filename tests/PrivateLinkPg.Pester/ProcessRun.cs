using System.Diagnostics;

namespace PrivateLinkPg.Pester;

/// <summary>A program that ran to its end.</summary>
/// <param name="ExitCode">What it ended with.</param>
/// <param name="Output">All that it printed: standard output, then errors.</param>
internal sealed record ProcessRun(int ExitCode, string Output)
{
    /// <summary>Runs a program with nothing to read.</summary>
    /// <exception cref="TimeoutException">It had not ended within <paramref name="limit"/> and was ended.</exception>
    public static async Task<ProcessRun> OfAsync(ProcessStartInfo start, TimeSpan limit, params IEnumerable<(string Name, string? Value)> environment)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        foreach ((string name, string? value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using var timeout = new CancellationTokenSource(limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            return new(process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{start.FileName} had not ended within {limit.TotalMinutes:0} minutes: {string.Join(' ', start.ArgumentList)}");
        }
    }
}
