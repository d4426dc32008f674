using System.Diagnostics;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>PostgreSQL's own client, as the judge of what works.</summary>
internal static class Psql
{
    /// <summary>Runs one query over verify-full TLS.</summary>
    /// <returns>The exit code, and what it wrote: the row, or the error.</returns>
    public static async Task<(int ExitCode, string Text)> RunAsync(string connection, string password, string query = "SELECT current_user")
    {
        ProcessStartInfo start = new("psql") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-X", "-A", "-t", "-c", query, connection]) start.ArgumentList.Add(argument);
        start.Environment["PGPASSWORD"] = password;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? output.Trim() : (await error).Trim());
    }
}
