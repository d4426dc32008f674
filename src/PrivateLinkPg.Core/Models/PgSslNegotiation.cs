namespace PrivateLinkPg.Models;

/// <summary>How client and server come to TLS, with the meanings of libpq's own sslnegotiation.</summary>
public enum PgSslNegotiation
{
    /// <summary>The client asks by PostgreSQL's protocol whether the server does TLS, and shakes hands after its yes.</summary>
    Postgres,

    /// <summary>
    /// The client shakes hands at once and names PostgreSQL's protocol in it (ALPN): one round trip less, and proxies that know TLS alone
    /// can pass it on. Servers take it from PostgreSQL 17 on.
    /// </summary>
    Direct,
}
