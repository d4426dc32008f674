using System.Diagnostics;

namespace PrivateLinkPg.Testing;

/// <summary>A program that ran to its end, with nothing to read.</summary>
public sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>All that it printed: standard output, then errors.</summary>
    public string Text => Output + Errors;

    /// <inheritdoc cref="OfAsync(ProcessStartInfo, TimeSpan, ValueTuple{string, string?}[])"/>
    public static Task<ProgramRun> OfAsync(string program, IEnumerable<string> arguments, TimeSpan? limit = null) =>
        OfAsync(new ProcessStartInfo(program, arguments), limit ?? Limit);

    /// <exception cref="TimeoutException">It had not ended within the limit and was ended.</exception>
    public static async Task<ProgramRun> OfAsync(ProcessStartInfo start, TimeSpan limit, params (string Name, string? Value)[] environment)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return new ProgramRun(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{start.FileName} had not ended within {limit}: {string.Join(' ', start.ArgumentList)}");
        }
    }
}
