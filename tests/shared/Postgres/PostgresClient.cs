using System.Diagnostics;

namespace PrivateLinkPg.Testing;

/// <summary>PostgreSQL's own client, as the judge of what works: psql, or its library libpq where a package has the library alone.</summary>
public abstract class PostgresClient
{
    /// <summary>The one that came with the programs in this folder.</summary>
    /// <exception cref="InvalidOperationException">They came without one.</exception>
    public static PostgresClient Of(string folder)
    {
        var psql = Path.Combine(folder, OperatingSystem.IsWindows() ? "psql.exe" : "psql");
        return File.Exists(psql) ? new Psql(psql)
            : Libpq.Find(folder) is { } library ? new Libpq(library)
            : throw new InvalidOperationException($"Neither psql nor libpq is with the programs in {folder}.");
    }

    /// <summary>Connects, runs one query, and leaves.</summary>
    /// <param name="connection">A connection string of libpq's.</param>
    public abstract Task<PostgresAnswer> AskAsync(string connection, string password, string query);

    /// <summary>Connects, and stays.</summary>
    public abstract IPostgresSession Open(string connection, string password);
}

/// <param name="Rows">One line a row, its fields parted by <c>|</c>; empty where it failed.</param>
/// <param name="Errors">What it complained of; empty where it did not.</param>
public sealed record PostgresAnswer(string Rows, string Errors)
{
    public bool Succeeded => Errors.Length == 0;
}

/// <summary>A session that answers queries of one row and one column.</summary>
public interface IPostgresSession : IAsyncDisposable
{
    /// <summary>Null when the session has ended.</summary>
    Task<string?> AskAsync(string query);
}

internal sealed class Psql(string program) : PostgresClient
{
    public override async Task<PostgresAnswer> AskAsync(string connection, string password, string query)
    {
        using var psql = Start(connection, password, "-c", query);
        psql.StandardInput.Close();
        var errors = psql.StandardError.ReadToEndAsync();
        var output = await psql.StandardOutput.ReadToEndAsync();
        await psql.WaitForExitAsync();
        return psql.ExitCode == 0 ? new(output, "") : new("", await errors);
    }

    public override IPostgresSession Open(string connection, string password) => new Session(Start(connection, password));

    private Process Start(string connection, string password, params string[] more)
    {
        var start = new ProcessStartInfo(program, ["-XAtq", .. more, connection])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["PGPASSWORD"] = password, ["LC_ALL"] = "C" },
        };
        return Process.Start(start)!;
    }

    private sealed class Session(Process psql) : IPostgresSession
    {
        public async Task<string?> AskAsync(string query)
        {
            await psql.StandardInput.WriteAsync(query + ";\n");
            await psql.StandardInput.FlushAsync();
            return await psql.StandardOutput.ReadLineAsync();
        }

        public async ValueTask DisposeAsync()
        {
            psql.StandardInput.Close();
            await psql.WaitForExitAsync();
            psql.Dispose();
        }
    }
}
