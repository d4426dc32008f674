using System.Diagnostics;

namespace PrivateLinkPg.Testing;

/// <summary>PostgreSQL's own client, as the judge of what works: psql, or its library libpq where a package has the library alone.</summary>
public abstract class PostgresClient
{
    /// <summary>What takes longer hangs: a test fails by it, and the run goes on.</summary>
    protected static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>The one that came with the programs in this folder.</summary>
    /// <exception cref="InvalidOperationException">They came without one.</exception>
    public static PostgresClient Of(string folder) =>
        Psql.Find(folder) is { } program ? new Psql(program)
        : Libpq.Find(folder) is { } library ? new Libpq(library)
        : throw new InvalidOperationException(NotIn(folder));

    public static bool IsIn(string folder) => (Psql.Find(folder) ?? Libpq.Find(folder)) is not null;

    public static string NotIn(string folder) =>
        $"neither psql nor libpq is with the programs in {folder} (Debian: apt-get install postgresql-client)";

    /// <summary>Connects, runs one query, and leaves.</summary>
    /// <param name="connection">A connection string of libpq's.</param>
    public Task<PostgresAnswer> AskAsync(string connection, string password, string query) =>
        RunAsync(connection, password, query).WaitAsync(Limit);

    /// <summary>Connects, and stays.</summary>
    public abstract IPostgresSession Open(string connection, string password);

    /// <summary>What the connection string says itself comes later, and counts.</summary>
    private protected static string WithLimit(string connection) => $"connect_timeout=30 {connection}";

    protected abstract Task<PostgresAnswer> RunAsync(string connection, string password, string query);
}

/// <param name="Connected">It was signed in, whatever became of the query.</param>
/// <param name="Rows">One line a row, its fields parted by <c>|</c>; empty where it failed.</param>
/// <param name="Errors">What it complained of; empty where it succeeded, and only there.</param>
public sealed record PostgresAnswer(bool Connected, string Rows, string Errors)
{
    public static PostgresAnswer Success(string rows) => new(true, rows.ReplaceLineEndings("\n"), "");

    public static PostgresAnswer Failure(bool connected, string errors) => new(connected, "", errors.Length > 0 ? errors : "It did not say why.");
}

/// <summary>A session that answers queries of one row and one column.</summary>
public interface IPostgresSession : IAsyncDisposable
{
    /// <summary>Null when the session has ended.</summary>
    Task<string?> AskAsync(string query);
}

internal sealed class Psql(string program) : PostgresClient
{
    // "the connection to the server went bad", by psql's documentation.
    private const int NotConnected = 2;

    public static string? Find(string folder) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? "psql.exe" : "psql") is var path && File.Exists(path) ? path : null;

    protected override async Task<PostgresAnswer> RunAsync(string connection, string password, string query)
    {
        var run = await ProgramRun.OfAsync(StartInfo(connection, password, "-c", query), Limit);
        return run.ExitCode == 0 ? PostgresAnswer.Success(run.Output) : PostgresAnswer.Failure(run.ExitCode != NotConnected, run.Errors);
    }

    public override IPostgresSession Open(string connection, string password)
    {
        var start = StartInfo(connection, password);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        var psql = Process.Start(start)!;
        psql.BeginErrorReadLine(); // Nobody reads it, and a full pipe would stop psql.
        return new Session(psql);
    }

    private ProcessStartInfo StartInfo(string connection, string password, params string[] more) => new(
        program, ["-XAtq", .. more, WithLimit(connection)])
    {
        Environment = { ["PGPASSWORD"] = password, ["LC_ALL"] = "C" },
    };

    private sealed class Session(Process psql) : IPostgresSession
    {
        public async Task<string?> AskAsync(string query)
        {
            try
            {
                await psql.StandardInput.WriteAsync(query + ";\n");
                await psql.StandardInput.FlushAsync();
            }
            catch (IOException)
            {
                return null; // It has gone already.
            }
            return await psql.StandardOutput.ReadLineAsync().WaitAsync(Limit);
        }

        public async ValueTask DisposeAsync()
        {
            psql.StandardInput.Close();
            using var limit = new CancellationTokenSource(Limit);
            try
            {
                await psql.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                psql.Kill();
                throw new TimeoutException($"psql did not end in {Limit}.");
            }
            finally
            {
                psql.Dispose();
            }
        }
    }
}
