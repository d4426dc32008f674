using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>The user's npm, with the user's settings: it knows where packages come from.</summary>
/// <param name="program">Its path.</param>
/// <param name="clock">Limits how long it may take.</param>
internal sealed class NpmClient(string program, TimeProvider clock)
{
    /// <summary>Long enough for 55 MB over a slow line.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>No script of a package is run. npm by itself would try a registry that is not there for more than a minute.</summary>
    private static readonly string[] Arguments =
    [
        "ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--no-update-notifier",
        "--global=false", "--package-lock", "--dry-run=false", "--loglevel=error", "--logs-max=0",
        "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=3000", "--fetch-timeout=30000",
    ];

    private static readonly string[] Marks = ["npm error", "npm ERR!"];
    private static readonly string[] Asides = ["code ", "syscall ", "errno ", "path ", "dest ", "at ", "Log files ", "A complete log "];

    /// <summary>The npm on PATH; null when there is none.</summary>
    internal static string? Find(string path) => path
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => Path.Combine(directory, OperatingSystem.IsWindows() ? "npm.cmd" : "npm"))
        .FirstOrDefault(File.Exists);

    /// <summary>
    /// Installs what the folder's package-lock.json pins, with a cache of its own in the folder: nothing is left elsewhere.
    /// </summary>
    /// <exception cref="PostgresStartException">npm failed; the message is its own words, in one line.</exception>
    internal async Task InstallAsync(string folder, string cache, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, [.. Arguments, "--cache", cache])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        using var npm = Start(start);
        npm.StandardInput.Close();
        var words = new ConcurrentQueue<string>();
        npm.OutputDataReceived += (_, _) => { };
        npm.ErrorDataReceived += (_, line) => words.Enqueue(line.Data ?? "");
        npm.BeginOutputReadLine();
        npm.BeginErrorReadLine();
        try
        {
            await npm.WaitForExitAsync(cancellation).WaitAsync(Limit, clock, cancellation);
        }
        catch (Exception failure) when (failure is OperationCanceledException or TimeoutException)
        {
            npm.Kill(entireProcessTree: true);
            await npm.WaitForExitAsync(CancellationToken.None);
            if (failure is TimeoutException)
                throw new PostgresStartException($"npm had not finished after {Limit.TotalMinutes} minutes");
            throw;
        }

        if (npm.ExitCode != 0)
            throw new PostgresStartException($"npm failed: {Reason(words)}");
    }

    /// <summary>The line of npm's that says why, without its mark, the codes before and the stack and the advice after.</summary>
    internal static string Reason(IReadOnlyCollection<string> words)
    {
        var errors = words
            .Select(line => (line, mark: Marks.FirstOrDefault(mark => line.StartsWith(mark, StringComparison.Ordinal))))
            .Where(found => found.mark is not null)
            .Select(found => found.line[found.mark!.Length..].Trim())
            .Where(line => line.Length > 0 && !Asides.Any(aside => line.StartsWith(aside, StringComparison.Ordinal)));
        return errors.FirstOrDefault()?.TrimEnd('.')
            ?? words.LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim()
            ?? "it did not say why";
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new PostgresStartException($"{start.FileName} cannot be started: {failure.Message}");
        }
    }
}
