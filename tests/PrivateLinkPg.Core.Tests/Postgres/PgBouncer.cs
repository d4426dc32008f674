using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Sandbox.Certificates;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>The pooler that Azure's flexible servers have built in.</summary>
public sealed class PgBouncerProgram() : ProgramPeer("pgbouncer", "pgbouncer");

/// <summary>A real PgBouncer with TLS, in front of a server or of nothing.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private const int AttemptsToFindPort = 5;
    private readonly TaskCompletionSource<bool> _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _log = [];
    private readonly Process _process;
    private readonly string _folder;

    private PgBouncer(Process process, string folder, int port)
    {
        (_process, _folder, Port) = (process, folder, port);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_log) _log.Add($"{line.Data}");
            if (line.Data is null || line.Data.Contains("process up", StringComparison.Ordinal)) _up.TrySetResult(line.Data is not null);
        };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public int Port { get; }

    /// <summary>Starts one, and returns when it takes connections.</summary>
    /// <param name="certificate">What it shows.</param>
    /// <param name="databases">Lines of its section [databases].</param>
    /// <param name="users">Lines of its auth_file.</param>
    /// <param name="settings">Lines of its section [pgbouncer].</param>
    public static async Task<PgBouncer> StartAsync(ServerCertificate certificate, string[] databases, string[] users, params string[] settings)
    {
        for (int attempt = 1; ; attempt++)
        {
            PgBouncer bouncer = Launch(certificate, databases, users, settings);
            if (await bouncer._up.Task.WaitAsync(LongestStart)) return bouncer;
            await bouncer.DisposeAsync();
            string log = string.Join('\n', bouncer._log);
            // A connection of another test may have taken the port meanwhile.
            if (attempt == AttemptsToFindPort || !log.Contains("Address already in use", StringComparison.Ordinal))
                throw new InvalidOperationException($"PgBouncer did not start: {log}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static PgBouncer Launch(ServerCertificate certificate, string[] databases, string[] users, string[] settings)
    {
        ProcessAccount? account = ProcessAccount.ForServers();
        string folder = Directory.CreateTempSubdirectory("pgbouncer-").FullName;
        account?.Own(folder);
        int port = FreePort();
        string Write(string name, string text)
        {
            string path = Path.Combine(folder, name);
            File.WriteAllText(path, text);
            account?.Own(path);
            return path;
        }
        string configuration = Write("pgbouncer.ini", $"""
            [databases]
            {string.Join('\n', databases)}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = {Write("users.txt", string.Join('\n', users) + "\n")}
            client_tls_sslmode = require
            client_tls_cert_file = {Write("server.crt", certificate.CertificatePem)}
            client_tls_key_file = {Write("server.key", certificate.PrivateKeyPem)}
            server_tls_sslmode = require
            server_login_retry = 1
            {string.Join('\n', settings)}
            """);
        ProcessStartInfo start = new(ProgramPeer.Find("pgbouncer")!, [configuration]) { RedirectStandardError = true, RedirectStandardOutput = true };
        account?.Run(start);
        return new PgBouncer(Process.Start(start)!, folder, port);
    }

    private static int FreePort()
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
