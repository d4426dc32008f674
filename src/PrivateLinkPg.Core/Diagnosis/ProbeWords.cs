using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Diagnosis;

/// <summary>
/// The probe's facts as they go into sentences and commands; what is not known stands as a placeholder in angle brackets.
/// </summary>
internal sealed class ProbeWords(ProbeState state)
{
    public string Host => state.Request.HostName;
    public int Port => state.Request.Port;

    /// <summary>The address that was connected to, or that the name leads to.</summary>
    public string Address => state.Address?.ToString() ?? Resolved;

    /// <summary>Address and port.</summary>
    public string EndPoint => state.Address is { } address ? new IPEndPoint(address, Port).ToString() : $"{Host}:{Port}";

    /// <summary>Where the name leads.</summary>
    public string Resolved => string.Join(", ", state.Resolved);

    /// <summary>Where it should lead, for a sentence; null where nothing was expected.</summary>
    public string? Expected => state.Request.ExpectedAddresses.Count > 0 ? string.Join(" or ", state.Request.ExpectedAddresses) : null;

    /// <summary>Where it should lead, for a command.</summary>
    public string ExpectedArgument =>
        state.Request.ExpectedAddresses.Count > 0
            ? string.Join(",", state.Request.ExpectedAddresses)
            : "<the endpoint's address, from Get-PgEndpointIp>";

    /// <summary>Who was asked for the name.</summary>
    public string Resolver =>
        state.Resolution?.Resolver
            ?? (state.Request.DnsServer is { } server ? $"DNS server {DnsServerAddress.Format(server)}" : "the system resolver");

    public string User => state.Request.SignIn?.User ?? "";
    public string QuotedUser => Quoted(User);
    public bool IsToken => state.Request.SignIn?.IsToken == true;
    public bool HasCertificate => state.Request.ClientCertificate is not null;
    public string CreateRole => $"CREATE ROLE {QuotedUser} LOGIN";
    public string Database => state.Request.Database;
    public string QuotedDatabase => Quoted(Database);

    /// <summary>Whom it is about, for the end of a clause; empty where nobody signs in.</summary>
    public string ForUser => User.Length > 0 ? $" for {User}" : "";
    public CertificateFacts? Certificate => state.Tls?.Certificate;

    /// <summary>All addresses that the name led to.</summary>
    public IReadOnlyList<string> ResolvedAddresses => [.. state.Resolved.Select(address => address.ToString())];

    /// <summary>The host name, and what DNS says that it is an alias of.</summary>
    public IEnumerable<string> Names => [Host, .. (state.Resolution?.Aliases ?? []).Select(alias => alias.Alias!)];

    /// <summary>The last name that DNS came to.</summary>
    public string LastName => state.Resolution?.Aliases is [.., var last] ? last.Alias! : Host;

    /// <summary>The server's public name, where the host is its privatelink name; null otherwise.</summary>
    public string? PublicName => HostNames.IsPrivateLink(Host) ? HostNames.Public(Host) : null;

    /// <summary>The privatelink zone that DNS came to, whose record is missing; null where it came to none.</summary>
    public string? PrivateZone => HostNames.IsPrivateLink(LastName) ? LastName[(LastName.IndexOf('.') + 1)..] : null;

    /// <summary>Whether the host is an address, not a name.</summary>
    public bool HostIsAddress => IPAddress.TryParse(Host, out _);

    /// <summary>The command that makes the name lead to the endpoint for a virtual network.</summary>
    public string RecordCommand =>
        $"New-PgPrivateDnsRecord -HostName {Host} -IpAddress {ExpectedArgument} -VirtualNetworkId <the clients' virtual network>";

    /// <summary>The command that asks Azure as well.</summary>
    public string DiagnoseCommand => $"Test-PgPrivateConnection {Host} -Diagnose";

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
