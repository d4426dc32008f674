using System.Diagnostics;

namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>The processes of one server, from initdb to its last backend. They end with this process, however it ends.</summary>
internal interface IPostgresLife : IDisposable
{
    /// <summary>Makes the data and the roles, then runs the server; ends when no process is left. What they say goes to the log.</summary>
    Task RunAsync(PostgresLog log);

    /// <summary>Makes the server read its configuration again, its certificate included.</summary>
    Task ReloadAsync();

    /// <summary>Ends the server, its sessions included, and returns when that is done.</summary>
    Task StopAsync();

    /// <summary>A program that runs as the server's user, untouched by the caller's environment.</summary>
    static ProcessStartInfo Program(string program, IEnumerable<string> arguments, PostgresFolder folder, ProcessAccount? account)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
            CreateNoWindow = true,
        };
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(variable);
        start.Environment["LC_ALL"] = "C";
        account?.Run(start);
        return start;
    }
}
