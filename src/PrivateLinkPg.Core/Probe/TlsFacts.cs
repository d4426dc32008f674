namespace PrivateLinkPg.Probe;

/// <summary>What was agreed on in a TLS handshake.</summary>
/// <param name="Version">As PostgreSQL writes it: TLSv1.3.</param>
/// <param name="CipherSuite">By its IANA name.</param>
/// <param name="Certificate">The server's certificate and what was found about it.</param>
internal sealed record TlsFacts(string Version, string CipherSuite, CertificateFacts Certificate)
{
    /// <summary>Whether both named PostgreSQL's protocol (ALPN).</summary>
    public bool NamesPostgres { get; init; }
}

/// <summary>A server's certificate; chain, time and name are judged apart from each other.</summary>
internal sealed record CertificateFacts
{
    public required string Subject { get; init; }
    public required string Issuer { get; init; }

    /// <summary>The DNS names and addresses that it stands for.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>From when it is valid, in UTC.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>Until when it is valid, in UTC.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Why its chain is not accepted, by trust or by <see cref="ClientPolicy"/>; null where it is.</summary>
    public required CertificateFlaw? ChainProblem { get; init; }

    /// <summary>What is wrong with its time, or with the time of an authority above it; null where nothing is.</summary>
    public required CertificateFlaw? TimeProblem { get; init; }

    /// <summary>Whether its signature rests on a digest, which <see cref="ChannelBinding"/> needs.</summary>
    public required bool HasDigest { get; init; }

    /// <summary>Whether it stands for the host name.</summary>
    public required bool NameMatches { get; init; }
}
