namespace PrivateLinkPg.Probe;

/// <summary>What a step of the probe found wrong.</summary>
internal enum ProbeFault
{
    /// <summary>NXDOMAIN.</summary>
    NameNotFound,
    /// <summary>The name exists without an address.</summary>
    NameHasNoAddress,
    /// <summary>SERVFAIL and kin.</summary>
    DnsServerFailed,
    /// <summary>REFUSED.</summary>
    DnsServerRefused,
    /// <summary>No answer in time.</summary>
    DnsServerSilent,
    /// <summary>No route to the DNS server, or nothing listens there.</summary>
    DnsServerUnreachable,

    /// <summary>The name leads to a public address.</summary>
    PublicAddress,
    /// <summary>The name leads to a private address that is not the expected one.</summary>
    UnexpectedAddress,

    /// <summary>The address answers nothing.</summary>
    AddressSilent,
    /// <summary>There is no way to the address from here.</summary>
    AddressUnreachable,
    /// <summary>The address refuses connections on the port.</summary>
    PortClosed,

    /// <summary>The server does not do TLS.</summary>
    TlsRefused,
    /// <summary>The TLS handshake failed, not for the certificate.</summary>
    TlsHandshakeFailed,
    /// <summary>What answers does not speak PostgreSQL's protocol.</summary>
    NotPostgreSql,
    /// <summary>The server took the connection and then says nothing.</summary>
    ServerSilent,
    /// <summary>The server, or something on the way, closed the connection.</summary>
    ConnectionClosed,

    /// <summary>The certificate comes from no trusted authority.</summary>
    CertificateUntrusted,
    /// <summary>The certificate, or one above it, is not valid any more.</summary>
    CertificateExpired,
    /// <summary>The certificate, or one above it, is not valid yet: often a wrong clock.</summary>
    CertificateNotYetValid,
    /// <summary>The certificate stands for other names.</summary>
    CertificateNameMismatch,

    /// <summary>Wrong password; PostgreSQL says the same for a role that does not exist.</summary>
    PasswordRejected,
    /// <summary>The Entra token was not accepted for the role.</summary>
    EntraTokenRefused,
    /// <summary>The role does not exist or may not sign in.</summary>
    RoleRejected,
    /// <summary>pg_hba.conf, or Azure's firewall rules, let no such client in.</summary>
    ClientRejected,
    /// <summary>The database does not exist.</summary>
    DatabaseMissing,
    /// <summary>The role has no right to connect to the database.</summary>
    DatabaseForbidden,
    /// <summary>All connections are taken.</summary>
    TooManyConnections,
    /// <summary>The server is starting up, shutting down or recovering.</summary>
    ServerNotReady,
    /// <summary>Sign-in failed otherwise.</summary>
    SignInFailed,
    /// <summary>Signed in, but the query failed.</summary>
    QueryFailed,
}
