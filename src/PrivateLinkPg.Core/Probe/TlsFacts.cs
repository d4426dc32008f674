namespace PrivateLinkPg.Probe;

/// <summary>What was agreed on in a TLS handshake.</summary>
/// <param name="Version">As PostgreSQL writes it: TLSv1.3.</param>
/// <param name="CipherSuite">By its IANA name.</param>
/// <param name="Certificate">The server's certificate and what was found about it.</param>
internal sealed record TlsFacts(string Version, string CipherSuite, CertificateFacts Certificate);
