using System.Net;
using PrivateLinkPg.Probe;
using PrivateLinkPg.Sandbox.Certificates;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>Real PostgreSQL servers, healthy and faulty, for one test class.</summary>
public sealed class PostgresFixture<T> : IAsyncLifetime, IDisposable
    where T : IPostgresUnderTest
{
    private readonly SandboxCertificateAuthority _authority = new(TimeProvider.System);
    private readonly string _folder = Directory.CreateTempSubdirectory("probe-").FullName;
    private PostgresServers? _servers;

    public string RootFile => Path.Combine(_folder, "root.pem");

    public PostgresSignIn Role => Servers.SignIn;

    private PostgresServers Servers => _servers ?? throw new InvalidOperationException("This PostgreSQL cannot be had.");

    public async Task InitializeAsync()
    {
        await _authority.WritePemAsync(RootFile);
        if (await PostgresUnderTest<T>.FindAsync() is { } installation) _servers = new(installation, _authority, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        if (_servers is not null) await _servers.DisposeAsync();
    }

    public void Dispose()
    {
        _authority.Dispose();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A probe that signs in to the server with this fault.</summary>
    internal async Task<ProbeRequest> RequestAsync(PostgresFault fault = PostgresFault.None)
    {
        IPEndPoint end = await Servers.GetEndpointAsync("db", [CertificateLab.Host], fault) ?? throw new InvalidOperationException("A stopped server has no port.");
        return new()
        {
            HostName = CertificateLab.Host,
            Port = end.Port,
            RootCertificates = RootCertificates.Load(RootFile),
            SignIn = new(Role.User, Role.Password, false),
        };
    }
}
