namespace PrivateLinkPg.Diagnosis;

/// <summary>Addresses that do not answer, and what answers there that is no server.</summary>
internal static class NetworkCauses
{
    /// <summary>The root cause behind a fault of the steps Tcp and Tls.</summary>
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
        ProbeFault.DirectTlsRefused => new(
            "DirectTlsRefused", $"{words.EndPoint} does not do TLS as -SslNegotiation Direct has it: {detail}",
            "Servers take it from PostgreSQL 17 on, and poolers of their own accord: leave -SslNegotiation out, and sslnegotiation=direct "
                + "out of the clients' settings."),
        ProbeFault.TlsHandshakeFailed => new(
            "TlsHandshakeFailed", $"The TLS handshake with {words.EndPoint} failed: {detail}",
            "Check for a proxy or firewall that inspects TLS, and that server and client share a TLS version (1.2 or 1.3)."),
        ProbeFault.NotPostgreSql => new(
            "NotPostgreSql", $"{words.EndPoint} is not a PostgreSQL server: {detail}",
            "Check -Port, and what the endpoint or load balancer leads to."),
        ProbeFault.RefusedBeforeTls => new(
            "RefusedBeforeTls",
            $"{words.EndPoint} speaks PostgreSQL's protocol and answers with an error before TLS, where nobody has proved yet "
                + $"who says so. {detail}",
            "Take the message for a hint: a server or pooler that is full or starting answers so. Test again, and look at its log "
                + $"and state: {words.DiagnoseCommand}"),
        ProbeFault.ProtocolBroken => new(
            "ProtocolBroken", $"What {words.EndPoint} sends is not what a PostgreSQL server sends: {detail}",
            "Check -Port, and what the endpoint or load balancer leads to: a proxy, or a server that only resembles PostgreSQL."),
        ProbeFault.ServerSilent => new(
            "ServerSilent", $"{words.EndPoint} accepts the connection and then sends nothing.",
            $"Check whether the endpoint's connection is approved and the server runs: {words.DiagnoseCommand}. "
                + "A slow server may need a longer -TimeoutSec."),
        ProbeFault.ConnectionClosed => new(
            "ConnectionClosed", $"{words.EndPoint} closed the connection: {detail}",
            $"Check that the server behind the endpoint runs and is healthy in its load balancer: {words.DiagnoseCommand}"),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, null),
    };
}
