namespace PrivateLinkPg.Probe;

/// <summary>A server's certificate; chain, time and name are judged apart from each other.</summary>
internal sealed record CertificateFacts
{
    /// <summary>The subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The issuer.</summary>
    public required string Issuer { get; init; }

    /// <summary>The DNS names and addresses that it stands for.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>From when it is valid, in UTC.</summary>
    public required DateTimeOffset ValidFrom { get; init; }

    /// <summary>Until when it is valid, in UTC.</summary>
    public required DateTimeOffset ValidUntil { get; init; }

    /// <summary>Why its chain is not trusted; null where it is.</summary>
    public required string? ChainProblem { get; init; }

    /// <summary>What is wrong with its time, or with the time of an authority above it; null where nothing is.</summary>
    public required ProbeFault? TimeProblem { get; init; }

    /// <summary>Whether it stands for the host name.</summary>
    public required bool NameMatches { get; init; }
}
