namespace PrivateLinkPg.Probe;

/// <summary>What a step of the probe found wrong.</summary>
internal enum ProbeFault
{
    /// <summary>NXDOMAIN.</summary>
    NameNotFound,
    /// <summary>The name exists without an address.</summary>
    NameHasNoAddress,
    /// <summary>The name is an alias, and the server does not ask others where that leads.</summary>
    AliasNotFollowed,
    /// <summary>The name is an alias that leads back to itself.</summary>
    AliasLoop,
    /// <summary>The answer is too large for UDP, and the server takes no TCP.</summary>
    DnsTcpClosed,
    /// <summary>SERVFAIL and kin.</summary>
    DnsServerFailed,
    /// <summary>REFUSED.</summary>
    DnsServerRefused,
    /// <summary>No answer in time.</summary>
    DnsServerSilent,
    /// <summary>No route to the DNS server, or nothing listens there.</summary>
    DnsServerUnreachable,

    /// <summary>The name leads to 0.0.0.0 or ::, which is no address of a server.</summary>
    SinkholeAddress,
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
    /// <summary>The server does not do TLS without being asked for it first, or not for PostgreSQL.</summary>
    DirectTlsRefused,
    /// <summary>The TLS handshake failed, not for the certificate.</summary>
    TlsHandshakeFailed,
    /// <summary>What answers does not speak PostgreSQL's protocol.</summary>
    NotPostgreSql,
    /// <summary>PostgreSQL or a pooler answers the request for TLS with an error, in clear text.</summary>
    RefusedBeforeTls,
    /// <summary>The server took the connection and then says nothing.</summary>
    ServerSilent,
    /// <summary>The server, or something on the way, closed the connection.</summary>
    ConnectionClosed,

    /// <summary>A certificate that the server shows holds something that cannot be read.</summary>
    CertificateUnreadable,
    /// <summary>The certificate comes from no trusted authority.</summary>
    CertificateUntrusted,
    /// <summary>The issuer of the server's certificate is neither sent by the server nor known to the client.</summary>
    CertificateIssuerMissing,
    /// <summary>The chain leads to a trusted root, and one of its links does not hold.</summary>
    CertificateChainBroken,
    /// <summary>A certificate of the chain is not meant for what it is used for.</summary>
    CertificateUsageWrong,
    /// <summary>A key of the chain is smaller than clients accept.</summary>
    CertificateKeyTooSmall,
    /// <summary>A signature of the chain rests on a digest that clients do not accept.</summary>
    CertificateDigestTooWeak,
    /// <summary>The server offers SCRAM bound to its certificate, whose signature has no digest to bind to.</summary>
    ChannelBindingImpossible,
    /// <summary>The certificate is not valid any more.</summary>
    CertificateExpired,
    /// <summary>The certificate of an authority, which the server sends, is not valid any more.</summary>
    AuthorityExpired,
    /// <summary>The root in the client's own store or file is not valid any more.</summary>
    RootExpired,
    /// <summary>The certificate, or one above it, is not valid yet: often a wrong clock.</summary>
    CertificateNotYetValid,
    /// <summary>The certificate stands for other names.</summary>
    CertificateNameMismatch,

    /// <summary>What came is not PostgreSQL's protocol any more, or a part of it that no client of Npgsql's kind knows.</summary>
    ProtocolBroken,

    /// <summary>The server demands a client certificate, and there is none.</summary>
    ClientCertificateMissing,
    /// <summary>The server does not accept the client certificate, or not for this role.</summary>
    ClientCertificateRejected,

    /// <summary>The server wants a password, and there is none.</summary>
    PasswordMissing,
    /// <summary>The server wants to be signed in to by a way that takes no password, such as Kerberos.</summary>
    MethodUnsupported,
    /// <summary>Wrong password; PostgreSQL says the same for a role that does not exist.</summary>
    PasswordRejected,
    /// <summary>The Entra token was not accepted for the role.</summary>
    EntraTokenRefused,
    /// <summary>Somebody else whom the server asks (LDAP, RADIUS, PAM, ident) says no, or does not answer.</summary>
    AuthenticationServiceRejected,
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
    /// <summary>The role has as many sessions as it may have.</summary>
    RoleIsFull,
    /// <summary>The database has as many sessions as it may have.</summary>
    DatabaseIsFull,
    /// <summary>The database takes no connections: a template, or one whose removal broke off.</summary>
    DatabaseClosed,
    /// <summary>The database was removed meanwhile.</summary>
    DatabaseDropped,
    /// <summary>The server is starting up, shutting down or recovering.</summary>
    ServerNotReady,
    /// <summary>A standby that takes no sessions at all.</summary>
    StandbyClosed,
    /// <summary>The server's disk is full.</summary>
    DiskFull,
    /// <summary>The server has no memory left.</summary>
    OutOfMemory,
    /// <summary>The server's own configuration is wrong.</summary>
    ServerMisconfigured,
    /// <summary>The server, or its administrator, ended the session.</summary>
    SessionEnded,

    /// <summary>PgBouncer knows no such user.</summary>
    PoolerUserMissing,
    /// <summary>PgBouncer knows no such database, or has it disabled.</summary>
    PoolerDatabaseMissing,
    /// <summary>PgBouncer has as many clients as it takes.</summary>
    PoolerIsFull,
    /// <summary>No connection of PgBouncer's to its server became free in time.</summary>
    PoolerQueueTimeout,
    /// <summary>PgBouncer does not get to its own server.</summary>
    PoolerServerFailed,
    /// <summary>The password or token is longer than PgBouncer takes.</summary>
    PoolerPasswordTooLong,
    /// <summary>PgBouncer does not let a setting of the client through.</summary>
    PoolerParameterRefused,
    /// <summary>PgBouncer, or a proxy like it, refuses otherwise.</summary>
    PoolerRefused,

    /// <summary>Sign-in failed otherwise.</summary>
    SignInFailed,
    /// <summary>Signed in, but the query failed.</summary>
    QueryFailed,
}
