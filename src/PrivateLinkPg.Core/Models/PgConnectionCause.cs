namespace PrivateLinkPg.Models;

/// <summary>One reason why a connection does not work.</summary>
public sealed record PgConnectionCause
{
    /// <summary>A stable code, such as RecordMissing.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>The command or action that mends it.</summary>
    public required string Remedy { get; init; }

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
