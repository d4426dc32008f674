namespace PrivateLinkPg.Diagnosis;

/// <summary>Addresses that do not answer, and servers that do not prove themselves.</summary>
internal static class NetworkCauses
{
    /// <summary>The root cause behind a fault of the steps Tcp, Tls and Certificate.</summary>
    public static RootCause Of(ProbeFault fault, ProbeWords words, string detail) => fault switch
    {
        ProbeFault.AddressSilent => new(
            "AddressSilent",
            $"{words.EndPoint} does not respond: the connection is not approved, or a network security group or route drops the traffic.",
            $"Check whether it is approved: {words.DiagnoseCommand}. "
                + $"Then check security groups, routes and firewalls from here to {words.Address}, TCP {words.Port}."),
        ProbeFault.AddressUnreachable => new(
            "AddressUnreachable", $"This machine has no route to {words.Address}: {detail}",
            "Run the test inside the endpoint's virtual network or a peered one, or check VPN, peering and routes."),
        ProbeFault.PortClosed => new(
            "PortClosed", $"{words.EndPoint} refuses connections: the host is up, but nothing listens on that port.",
            $"Check the port (-Port; a flexible server has 5432, its PgBouncer 6432) and that the server runs: {words.DiagnoseCommand}"),
        ProbeFault.TlsRefused => new(
            "TlsRefused", $"The server at {words.EndPoint} does not offer TLS.",
            "Enable TLS on the server (ssl = on). To test without encryption anyway: -SslMode Disable."),
        ProbeFault.TlsHandshakeFailed => new(
            "TlsHandshakeFailed", $"The TLS handshake with {words.EndPoint} failed: {detail}",
            "Check for a proxy or firewall that inspects TLS, and that server and client share a TLS version (1.2 or 1.3)."),
        ProbeFault.NotPostgreSql => new(
            "NotPostgreSql", $"{words.EndPoint} is not a PostgreSQL server: {detail}",
            "Check -Port, and what the endpoint or load balancer leads to."),
        ProbeFault.ServerSilent => new(
            "ServerSilent", $"{words.EndPoint} accepts the connection and then sends nothing.",
            $"Check whether the endpoint's connection is approved and the server runs: {words.DiagnoseCommand}. "
                + "A slow server may need a longer -TimeoutSec."),
        ProbeFault.ConnectionClosed => new(
            "ConnectionClosed", $"{words.EndPoint} closed the connection: {detail}",
            $"Check that the server behind the endpoint runs and is healthy in its load balancer: {words.DiagnoseCommand}"),
        _ => Certificate(fault, words, words.Certificate!),
    };

    private static RootCause Certificate(ProbeFault fault, ProbeWords words, CertificateFacts certificate) => fault switch
    {
        ProbeFault.CertificateUntrusted => new(
            "CertificateUntrusted", $"The certificate of {words.Host} is not trusted: {certificate.ChainProblem}.",
            "Pass the authority's certificate with -RootCertificate. The certificates of Azure's servers chain to "
                + "DigiCert Global Root G2 or Microsoft RSA Root Certificate Authority 2017; a client's root file needs both."),
        ProbeFault.CertificateExpired => new(
            "CertificateExpired",
            $"The certificate of {words.Host}, or one above it, has expired "
                + $"(its own validity ends on {certificate.ValidUntil:yyyy-MM-dd}).",
            "Renew the certificate at the server; check this machine's clock first."),
        ProbeFault.CertificateNotYetValid => new(
            "CertificateNotYetValid",
            $"The certificate of {words.Host}, or one above it, is not valid yet "
                + $"(its own validity begins on {certificate.ValidFrom:yyyy-MM-dd}).",
            "Correct this machine's clock; if it is right, the server's certificate was put into use too early."),
        ProbeFault.CertificateNameMismatch => Mismatch(words, certificate),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };

    private static RootCause Mismatch(ProbeWords words, CertificateFacts certificate)
    {
        string names = string.Join(", ", certificate.Names);
        if (words.HostIsAddress)
        {
            return new("ConnectedByAddress",
                $"The client connected to the address {words.Host}, but the certificate is valid for {names} only.",
                $"Connect by name: Test-PgPrivateConnection {Named(certificate)} -ExpectedIpAddress {words.Host}");
        }
        return words.PublicName is { } name
            ? new("ConnectedByPrivateLinkName",
                $"The client connected to the privatelink name {words.Host}, but the certificate is valid for {names} only.",
                $"Connect by the public name: Test-PgPrivateConnection {name}")
            : new("CertificateNameMismatch",
                $"The certificate is valid for {names}, not for {words.Host}: "
                    + "the address leads to another server, or clients use another name.",
                $"Connect by a name of the certificate: Test-PgPrivateConnection {Named(certificate)} -ExpectedIpAddress {words.Address}");
    }

    private static string Named(CertificateFacts certificate) =>
        certificate.Names.FirstOrDefault(name => !name.StartsWith('*')) ?? "<the server's public name>";
}
