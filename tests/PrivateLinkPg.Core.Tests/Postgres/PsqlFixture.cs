using System.Net;
using PrivateLinkPg.Probe;
using PrivateLinkPg.Sandbox.Certificates;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>A real server with roles and access rules for every way in, and its own client as the referee.</summary>
public sealed class PsqlFixture<T> : IAsyncLifetime, IDisposable
    where T : IPostgresUnderTest
{
    private readonly SandboxCertificateAuthority _authority = new(TimeProvider.System);
    private readonly string _folder = Directory.CreateTempSubdirectory("psql-").FullName;
    private readonly ClientCertificateLab _clients = new();
    private PostgresServer? _server;

    internal ClientCertificateLab Clients => _clients;

    public string RootFile => Path.Combine(_folder, "root.pem");

    public async Task InitializeAsync()
    {
        await _authority.WritePemAsync(RootFile);
        if (await PostgresUnderTest<T>.FindAsync() is not { } installation) return;
        using ServerCertificate certificate = _authority.Issue([CertificateLab.Host]);
        PostgresSignIn administrator = new("edb_admin", "edb_guest", "unused", "postgres");
        _server = await PostgresServer.StartAsync(
            new(installation, ServerPlace.Default(), SignInLab.Conduct(_clients.AuthorityFile), administrator, certificate, TimeProvider.System)
            {
                UnderShell = !OperatingSystem.IsWindows(),
            },
            default);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _authority.Dispose();
        _clients.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What a user would be told to test with.</summary>
    internal ProbeRequest Request(string user, string password, string database = "postgres") => new()
    {
        HostName = CertificateLab.Host,
        Port = EndPoint.Port,
        RootCertificates = RootCertificates.Load(RootFile),
        Database = database,
        SignIn = new(user, password, false),
    };

    /// <summary>What psql does with the same.</summary>
    internal async Task<PostgresAnswer> AskPsqlAsync(
        string user, string password, string database = "postgres", string? certificate = null, int? port = null) =>
        await (await PostgresUnderTest<T>.ClientAsync()).AskAsync(
            ConnectionString(user, database, port) + (certificate is null ? "" : $" sslcert={certificate} sslkey={certificate}"), password, "select 1");

    internal string ConnectionString(string user, string database, int? port = null) =>
        $"host={CertificateLab.Host} hostaddr=127.0.0.1 port={port ?? Port} user={Quoted(user)} dbname={Quoted(database)} "
        + $"sslmode=verify-full sslrootcert={RootFile}";

    /// <summary>For another server of the same name.</summary>
    internal ServerCertificate Certificate() => _authority.Issue([CertificateLab.Host]);

    internal int Port => EndPoint.Port;

    private IPEndPoint EndPoint => _server?.Endpoint ?? throw new InvalidOperationException("This PostgreSQL cannot be had.");

    private static string Quoted(string value) =>
        $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
