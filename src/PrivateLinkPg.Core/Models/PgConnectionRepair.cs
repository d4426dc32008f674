namespace PrivateLinkPg.Models;

/// <summary>What a repair of a connection did, what it left to people, and the test after it.</summary>
public sealed record PgConnectionRepair
{
    /// <summary>The host name.</summary>
    public required string HostName { get; init; }

    /// <summary>Passed or Failed: the last test's.</summary>
    public required string Status { get; init; }

    /// <summary>Whether anything was changed.</summary>
    public bool Changed { get; init; }

    /// <summary>The causes that were mended, in that order, each with its command.</summary>
    public IReadOnlyList<PgConnectionCause> Repaired { get; init => field = JoinedList<PgConnectionCause>.Of(value); } =
        JoinedList<PgConnectionCause>.Empty;

    /// <summary>The causes that are left, each with the remedy, and with the reason where a command was held back.</summary>
    public IReadOnlyList<PgConnectionCause> Left { get; init => field = JoinedList<PgConnectionCause>.Of(value); } =
        JoinedList<PgConnectionCause>.Empty;

    /// <summary>The outcome in words.</summary>
    public required string Message { get; init; }

    /// <summary>The TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>The last test.</summary>
    public required PgConnectionTest Test { get; init; }

    /// <summary>The private endpoint; null where unknown.</summary>
    public string? EndpointId { get; init; }

    /// <summary>The target behind it; null where unknown.</summary>
    public string? TargetId { get; init; }
}
