using System.Globalization;
using System.Net;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox;
using PrivateLinkPg.Sandbox.Certificates;
using PrivateLinkPg.Sandbox.Postgres;
using TestRequest = PrivateLinkPg.Commands.TestPgPrivateConnectionRequest;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>dig and psql, who together go the way that clients go.</summary>
public sealed class PsqlBehindDig : IPeer
{
    public async Task<string?> MissingAsync() => ProgramPeer.Find("dig") is null ? "dig is not installed (Debian: apt-get install bind9-dnsutils)"
        : await PostgresUnderTest<MachinePostgres>.MissingAsync();
}

/// <summary>Real servers for all paths, each of which is in an Azure of its own.</summary>
public sealed class PathBench : IAsyncLifetime
{
    // Rows wait for silence most of their time.
    internal static readonly ParallelOptions SomeAtOnce = new() { MaxDegreeOfParallelism = 12 };

    private readonly SandboxCertificateAuthority _authority = new(TimeProvider.System);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paths-");
    private PostgresServers? _servers;

    internal SharedServers Servers => new(_authority, _servers);

    internal PostgresSignIn Role => _servers!.SignIn;

    internal string RootFile => Path.Combine(_folder.FullName, "root.pem");

    public async Task InitializeAsync()
    {
        await _authority.WritePemAsync(RootFile);
        if (await PostgresUnderTest<MachinePostgres>.FindAsync() is { } installation) _servers = new(installation, _authority, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        if (_servers is not null) await _servers.DisposeAsync();
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>What the name leads to, by a DNS server; nothing where it is silent for as long as a test of the path would wait.</summary>
    internal static async Task<IReadOnlyList<IPAddress>> DigAsync(string server, string name)
    {
        IPEndPoint at = IPEndPoint.Parse(server);
        ProgramRun run = await ProgramRun.OfAsync("dig", ["+short", "+time=8", "+tries=1", "-p", at.Port.ToString(CultureInfo.InvariantCulture), $"@{at.Address}", name, "A"]);
        return [.. run.Output.Split('\n').Select(line => IPAddress.TryParse(line, out IPAddress? address) ? address : null).OfType<IPAddress>()];
    }

    /// <summary>Null where psql gets through as a user would be told to connect; else what it said.</summary>
    internal async Task<string?> RefereeAsync(ConnectedPath path)
    {
        TestRequest asked = path.Asked;
        IReadOnlyList<IPAddress> addresses = await DigAsync(asked.DnsServer!, asked.HostName!);
        if (addresses.Count == 0) return "dig finds no address";
        // It would leave this machine.
        if (!addresses.All(IPAddress.IsLoopback)) return $"dig leads it to the public address {string.Join(',', addresses)}";
        PostgresAnswer answer = await (await PostgresUnderTest<MachinePostgres>.ClientAsync()).AskAsync(
            $"host={string.Join(',', addresses.Select(_ => asked.HostName))} hostaddr={string.Join(',', addresses)} port={asked.Port} dbname={asked.Database} user={asked.Credential!.User} "
                + $"sslmode={(asked.SslMode == PgSslMode.VerifyCA ? "verify-ca" : "verify-full")} sslrootcert={RootFile} connect_timeout=8",
            asked.Credential.Password ?? "", "select 1");
        return answer.Rows == "1\n" ? null : answer.Errors;
    }
}
