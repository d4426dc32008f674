using System.Diagnostics;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>A psql that stays signed in and answers queries of one row and one column.</summary>
internal sealed class PsqlSession : IAsyncDisposable
{
    private readonly Process psql;

    internal PsqlSession(string connection, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("psql", ["-XAtq", connection]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        psql = Process.Start(start)!;
    }

    /// <summary>Null when the session has ended.</summary>
    internal async Task<string?> AskAsync(string query)
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
