using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Probe;

/// <summary>What is wished of a probe, as given.</summary>
internal record ProbeSettings
{
    public string? HostName { get; init; }
    public int Port { get; init; } = 5432;
    public IReadOnlyList<string> ExpectedIpAddress { get; init; } = [];
    public string? DnsServer { get; init; }
    public string Database { get; init; } = "postgres";
    /// <summary>User and password; null for the other two ways.</summary>
    public SignIn? Credential { get; init; }
    public PgSslMode SslMode { get; init; } = PgSslMode.VerifyFull;
    /// <summary>A full path.</summary>
    public string? RootCertificate { get; init; }
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Checks what was given, and reads the file with the root certificates.</summary>
    public ProbeRequest Check()
    {
        if (string.IsNullOrWhiteSpace(HostName))
        {
            throw Failure.MissingParameter(
                "HostName",
                "the piped object names no host, as an endpoint to a Private Link service does not. "
                + "It is the name that clients connect to.");
        }
        return new()
        {
            HostName = Host(HostName),
            Port = Port,
            ExpectedAddresses = [.. ExpectedIpAddress.Select(Expected)],
            DnsServer = DnsServer is null ? null : Server(DnsServer),
            Database = Database,
            SignIn = Credential,
            SslMode = SslMode,
            RootCertificates = RootCertificate is { } path ? RootCertificates.Load(path) : null,
            TimeLimit = Timeout,
        };
    }

    private static string Host(string given) =>
        Dns.HostName.TryParseAddress(given, out IPAddress? address) ? address.ToString()
        : Dns.HostName.TryParse(given, out string? name) ? name
        : throw Failure.InvalidHostName(given);

    private static IPAddress Expected(string given) =>
        Dns.HostName.TryParseAddress(given, out IPAddress? address) ? address : throw Failure.InvalidIpAddress("ExpectedIpAddress", given);

    private static IPEndPoint Server(string given) =>
        DnsServerAddress.TryParse(given, out IPEndPoint? server) ? server : throw Failure.InvalidDnsServer(given);
}
