using System.Net;
using PrivateLinkPg.Sandbox.Certificates;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>The PostgreSQL of this machine, under a shell that can tell it to show certificates which its OpenSSL would not.</summary>
public sealed class WeakPostgres : IPeer
{
    public async Task<string?> MissingAsync() =>
        OperatingSystem.IsWindows() ? "it is started by a shell script" : await PostgresUnderTest<MachinePostgres>.MissingAsync() ?? await new OpenSsl().MissingAsync();
}

/// <summary>A real server that shows any certificate, one after the other.</summary>
public sealed class WeakPostgresFixture : IAsyncLifetime, IDisposable
{
    private readonly ChainLab _lab = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weak-");
    private PostgresServer? _server;

    internal ChainLab Lab => _lab;

    internal PostgresSignIn SignIn { get; } = new("edb_admin", "edb_guest", "something", "postgres");

    // Besides the administrator, who signs in by SCRAM.
    private PostgresConduct Conduct => PostgresConduct.Sound with
    {
        AccessRules = ["hostssl all digested 127.0.0.1/32 md5"],
        Statements =
        [
            $"SET password_encryption = 'md5'; CREATE ROLE digested LOGIN PASSWORD '{SignIn.Password}'",
            "GRANT CONNECT ON DATABASE postgres TO PUBLIC",
        ],
    };

    internal int Port => Server.Endpoint.Port;

    private PostgresServer Server => _server ?? throw new InvalidOperationException("This PostgreSQL cannot be had.");

    public async Task InitializeAsync()
    {
        if (OperatingSystem.IsWindows() || await PostgresUnderTest<MachinePostgres>.FindAsync() is not { } installation) return;
        using ServerCertificate first = _lab.Leaf().ForServer();
        _server = await PostgresServer.StartAsync(
            new(new(Wrap(installation.BinDirectory)), ServerPlace.Default(), Conduct, SignIn, first, TimeProvider.System) { UnderShell = true },
            default);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _lab.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Has the server show this from now on.</summary>
    internal async Task ShowAsync(ServerCertificate certificate) => await Server.ReplaceCertificateAsync(certificate, default);

    /// <summary>A file of the client's.</summary>
    internal string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>The role that signs in by this method.</summary>
    internal string UserOf(string method) => method == "md5" ? "digested" : SignIn.User;

    /// <summary>What psql does.</summary>
    internal async Task<PostgresAnswer> AskPsqlAsync(string host, string? roots, string mode = "verify-full", string? user = null) =>
        await (await PostgresUnderTest<MachinePostgres>.ClientAsync()).AskAsync(
            $"host={host} hostaddr={IPAddress.Loopback} port={Port} user={user ?? SignIn.User} dbname={SignIn.Database} "
            + $"sslmode={mode} sslrootcert={roots ?? "/nonexistent"}", SignIn.Password, "select 1");

    // The other programs lead from here to where they are, and find the rest from there.
    private string Wrap(string programs)
    {
        string settings = Write("openssl.cnf", """
            openssl_conf = all
            [all]
            ssl_conf = tls
            [tls]
            system_default = weak
            [weak]
            CipherString = DEFAULT@SECLEVEL=0

            """u8.ToArray());
        string own = Path.Combine(_folder.FullName, "bin");
        Directory.CreateDirectory(own);
        foreach (string program in Directory.GetFiles(programs))
        {
            string path = Path.Combine(own, Path.GetFileName(program));
            if (Path.GetFileName(program) != "postgres") File.CreateSymbolicLink(path, program);
            else
            {
                File.WriteAllText(path, $"#!/bin/sh\nOPENSSL_CONF='{settings}' exec '{program}' \"$@\"\n");
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("755", 8));
            }
        }
        // The server's user reads them too.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder.FullName, (UnixFileMode)Convert.ToInt32("755", 8));
        return own;
    }
}
