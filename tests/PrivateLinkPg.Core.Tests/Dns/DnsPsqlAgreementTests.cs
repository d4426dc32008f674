using System.Diagnostics;
using System.Net;
using PrivateLinkPg.Core.Tests.Postgres;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Dns;

/// <summary>A psql whose machine asks the server of a test: in a namespace of its own, where resolv.conf is another.</summary>
public sealed class PsqlWithDns : IPeer
{
    public Task<string?> MissingAsync() => Task.FromResult(
        !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "resolv.conf is exchanged by root, on Linux"
        : ProgramPeer.Find("psql") is null ? "psql is not installed (Debian: apt-get install postgresql-client)"
        : null);

    public bool IsOnBuildServers => Environment.IsPrivilegedProcess;
}

/// <summary>Names lead where psql goes, whatever the server does before it answers.</summary>
public sealed class DnsPsqlAgreementTests : IDisposable
{
    private const string Host = CertificateLab.Host;
    private static int _next;
    private readonly CertificateLab _lab = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("resolv-");
    private readonly HashSet<bool> _asked = [];

    // Its own for each test: the system's resolver knows no other port.
    private readonly IPEndPoint _at = new(IPAddress.Parse($"127.0.53.{1 + Interlocked.Increment(ref _next)}"), 53);

    public void Dispose()
    {
        _lab.Dispose();
        _folder.Delete(recursive: true);
    }

    [PeerTheory<PsqlWithDns>]
    [InlineData("answers", null)]
    [InlineData("answers over TCP alone", null)]
    [InlineData("says FORMERR to EDNS", null)]
    [InlineData("says NOTIMP to EDNS", null)]
    [InlineData("says SERVFAIL to EDNS", null)]
    [InlineData("says REFUSED to EDNS", null)]
    [InlineData("drops EDNS", null)]
    [InlineData("says SERVFAIL once", null)]
    [InlineData("says REFUSED once", null)]
    [InlineData("drops the first", null)]
    [InlineData("drops AAAA", null)]
    [InlineData("says NXDOMAIN to AAAA", null)]
    [InlineData("says SERVFAIL to AAAA", null)]
    [InlineData("says SERVFAIL", "DnsServerFailed")]
    [InlineData("says REFUSED", "DnsServerRefused")]
    [InlineData("says NXDOMAIN", "NameNotFound")]
    [InlineData("says NXDOMAIN, drops AAAA", "NameNotFound")]
    [InlineData("says nothing", "DnsServerSilent")]
    [InlineData("knows no address", "NameHasNoAddress")]
    [InlineData("knows an alias, asks nobody", "AliasNotFollowed")]
    [InlineData("knows an alias without an address", "NameHasNoAddress")]
    [InlineData("knows aliases in a circle", "AliasLoop")]
    [InlineData("cuts off, and closes TCP", "DnsTcpClosed")]
    [InlineData("follows an alias", null)]
    [InlineData("knows 0.0.0.0", "SinkholeAddress", true)]
    public async Task Agrees_with_psql(string server, string? fault, bool psqlGoesThere = false)
    {
        await using FakePostgresServer postgres = FakePostgresServer.Tls(_lab.Server("good"));
        await using FakeDnsServer dns = Server(server);
        ProbeResult result = await new ConnectionProbe(TimeProvider.System).RunAsync(
            new()
            {
                HostName = Host, Port = postgres.EndPoint.Port, DnsServer = _at, RootCertificates = RootCertificates.Load(_lab.RootFile),
                TimeLimit = TimeSpan.FromSeconds(server == "says nothing" ? 3 : 15),
            },
            default);
        // psql finds it as new.
        _asked.Clear();
        string said = await AskPsqlAsync(postgres.EndPoint.Port);
        bool reached = said.Contains("password authentication failed", StringComparison.Ordinal);
        Assert.True(reached || said.Contains("could not translate host name", StringComparison.Ordinal), said);
        Assert.True(reached == (fault is null || psqlGoesThere), said);
        Assert.Equal(fault, result.State.Faults.Select(found => found.Fault.ToString()).SingleOrDefault());
    }

    private FakeDnsServer Server(string kind) => new(
        query => Answer(kind, query) is { } answer ? [answer] : [],
        kind == "answers over TCP alone" ? Good : null,
        _at);

    private byte[]? Answer(string kind, DnsMessage query) => kind switch
    {
        "answers" => Good(query),
        "answers over TCP alone" or "cuts off, and closes TCP" => query.Answer(truncated: true),
        "says FORMERR to EDNS" => query.HasEdns ? query.Answer(1) : Good(query),
        "says NOTIMP to EDNS" => query.HasEdns ? query.Answer(4) : Good(query),
        "says SERVFAIL to EDNS" => query.HasEdns ? query.Answer(2) : Good(query),
        "says REFUSED to EDNS" => query.HasEdns ? query.Answer(5) : Good(query),
        "drops EDNS" => query.HasEdns ? null : Good(query),
        "says SERVFAIL once" => _asked.Add(query.AsksForIPv4) ? query.Answer(2) : Good(query),
        "says REFUSED once" => _asked.Add(query.AsksForIPv4) ? query.Answer(5) : Good(query),
        "drops the first" => _asked.Add(query.AsksForIPv4) ? null : Good(query),
        "drops AAAA" => query.AsksForIPv4 ? Good(query) : null,
        "says NXDOMAIN to AAAA" => query.AsksForIPv4 ? Good(query) : query.Answer(3),
        "says SERVFAIL to AAAA" => query.AsksForIPv4 ? Good(query) : query.Answer(2),
        "says SERVFAIL" => query.Answer(2),
        "says REFUSED" => query.Answer(5),
        "says NXDOMAIN" => query.Answer(3),
        "says NXDOMAIN, drops AAAA" => query.AsksForIPv4 ? query.Answer(3) : null,
        "says nothing" => null,
        "knows no address" => query.Answer(),
        "knows an alias, asks nobody" => query.Answer(recurses: false, records: [(null, "db.example")]),
        "knows an alias without an address" => query.Answer(records: [(null, "db.example")]),
        "knows aliases in a circle" => query.Answer(records: [(null, "db.example"), ("db.example", Host)]),
        "follows an alias" => query.AsksForIPv4
            ? query.Answer(records: [(null, "db.example"), ("db.example", IPAddress.Loopback)]) : query.Answer(records: [(null, "db.example")]),
        "knows 0.0.0.0" => query.AsksForIPv4 ? query.Answer(records: [(null, IPAddress.Any)]) : query.Answer(),
        _ => throw new ArgumentException(kind),
    };

    private static byte[] Good(DnsMessage query) => query.AsksForIPv4 ? query.Answer(records: [(null, IPAddress.Loopback)]) : query.Answer();

    private async Task<string> AskPsqlAsync(int port)
    {
        string resolv = Path.Combine(_folder.FullName, "resolv.conf");
        await File.WriteAllTextAsync(resolv, $"nameserver {_at.Address}\noptions timeout:1 attempts:2\n");
        ProgramRun run = await ProgramRun.OfAsync(
            new ProcessStartInfo("unshare",
            [
                "--mount", "sh", "-c", "mount --bind \"$1\" /etc/resolv.conf && exec psql -XAtq \"$2\" -c 'select 1'", "sh", resolv,
                $"host={Host} port={port} user=someone dbname=postgres sslmode=verify-full sslrootcert={_lab.RootFile} connect_timeout=30",
            ]),
            TimeSpan.FromMinutes(1),
            ("PGPASSWORD", "something"), ("LC_ALL", "C"));
        return run.Errors;
    }
}
