using System.Diagnostics;
using System.Text;

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

    /// <exception cref="TimeoutException">It had not ended within the limit and was ended; what it had printed tells how far it came.</exception>
    public static async Task<ProgramRun> OfAsync(ProcessStartInfo start, TimeSpan limit, params (string Name, string? Value)[] environment)
    {
        using var deadline = new CancellationTokenSource(limit);
        return await RunAsync(start, environment, deadline, () => { }, $"had not ended within {limit}");
    }

    /// <summary>One that prints as it goes on. It may take as long as the machine makes it; who is silent for so long hangs.</summary>
    /// <exception cref="TimeoutException">It was silent for longer and was ended; what it had printed tells how far it came.</exception>
    public static async Task<ProgramRun> OfTalkingAsync(ProcessStartInfo start, TimeSpan silence, params (string Name, string? Value)[] environment)
    {
        using var deadline = new CancellationTokenSource(silence);
        return await RunAsync(start, environment, deadline, () => deadline.CancelAfter(silence), $"has printed nothing for {silence}");
    }

    private static async Task<ProgramRun> RunAsync(
        ProcessStartInfo start, (string Name, string? Value)[] environment, CancellationTokenSource deadline, Action printed, string late)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        try
        {
            await Task.WhenAll(
                ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, errors), process.WaitForExitAsync(deadline.Token));
            return new ProgramRun(process.ExitCode, output.ToString(), errors.ToString());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{start.FileName} {late}: {string.Join(' ', start.ArgumentList)}\nIt had printed:\n{output}{errors}");
        }

        async Task ReadAsync(StreamReader from, StringBuilder into)
        {
            var part = new char[4096];
            while (await from.ReadAsync(part, deadline.Token) is > 0 and var count)
            {
                into.Append(part, 0, count);
                printed();
            }
        }
    }
}
