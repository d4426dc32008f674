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
    /// <summary>The role to sign in to with a token, which the probe does not fetch.</summary>
    public string? EntraUser { get; init; }
    public PgSslMode SslMode { get; init; } = PgSslMode.VerifyFull;
    public PgSslNegotiation SslNegotiation { get; init; }
    /// <summary>A full path.</summary>
    public string? RootCertificate { get; init; }
    /// <summary>A full path.</summary>
    public string? ClientCertificate { get; init; }
    /// <summary>A full path.</summary>
    public string? ClientKey { get; init; }
    public ClientKeyPassword? ClientKeyPassword { get; init; }
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
        if (Credential is not null) CheckName("Credential", Credential.User);
        if (EntraUser is not null) CheckName("EntraUser", EntraUser);
        CheckName("Database", Database);
        if (SslNegotiation == PgSslNegotiation.Direct && SslMode == PgSslMode.Disable) throw Failure.NothingToNegotiate();
        return new()
        {
            HostName = Host(HostName),
            Port = Port,
            ExpectedAddresses = [.. ExpectedIpAddress.Select(Expected)],
            DnsServer = DnsServer is null ? null : Server(DnsServer),
            Database = Database,
            SignIn = Credential,
            SslMode = SslMode,
            SslNegotiation = SslNegotiation,
            RootCertificates = RootCertificate is { } path ? RootCertificates.Load(path) : null,
            ClientCertificate = Certificate(),
            TimeLimit = Timeout,
        };
    }

    private TlsIdentity? Certificate()
    {
        if (ClientCertificate is { } path)
        {
            return SslMode != PgSslMode.Disable
                ? TlsIdentity.Load(path, ClientKey, ClientKeyPassword?.Text)
                : throw Failure.ClientCertificateNotUsed("ClientCertificate", "with -SslMode Disable there is no TLS to show it in");
        }
        const string Why = "no -ClientCertificate was passed";
        if (ClientKey is not null) throw Failure.ClientCertificateNotUsed("ClientKey", Why);
        if (ClientKeyPassword is not null) throw Failure.ClientCertificateNotUsed("ClientKeyPassword", Why);
        return null;
    }

    /// <summary>Npgsql loses a line break at the end of a name, and then asks for another role or database than was given.</summary>
    private static void CheckName(string parameter, string name)
    {
        if (name.Any(char.IsControl)) throw Failure.InvalidSignInName(parameter, name);
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

/// <summary>The password of a key file, which must not get into any text.</summary>
internal sealed class ClientKeyPassword(string text)
{
    public string Text { get; } = text;
}
