namespace PrivateLinkPg.Probe;

/// <summary>What the server says about the probe's own session.</summary>
/// <param name="ServerVersion">Such as 16.4.</param>
/// <param name="User">The role that the session runs as.</param>
/// <param name="Database">The database that is open.</param>
/// <param name="Encrypted">Whether the server itself sees TLS; null where it keeps that to itself.</param>
/// <param name="TlsVersion">The TLS version as the server sees it.</param>
internal sealed record SessionFacts(string ServerVersion, string User, string Database, bool? Encrypted, string? TlsVersion);
