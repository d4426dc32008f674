namespace PrivateLinkPg.Models;

/// <summary>How the server's certificate is checked, with the meanings of PostgreSQL's own sslmode.</summary>
public enum PgSslMode
{
    /// <summary>The connection is encrypted, the certificate comes from a trusted authority, and it stands for the host name.</summary>
    VerifyFull,

    /// <summary>The connection is encrypted and the certificate comes from a trusted authority; whose it is does not matter.</summary>
    VerifyCA,

    /// <summary>
    /// The connection is encrypted; the certificate is not checked, unless a root certificate is given: then as VerifyCA.
    /// </summary>
    Require,

    /// <summary>The connection is not encrypted.</summary>
    Disable,
}
