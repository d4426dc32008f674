namespace PrivateLinkPg.Models;

/// <summary>One reason why a connection does not work.</summary>
public sealed record PgConnectionCause
{
    /// <summary>A stable code, such as RecordMissing.</summary>
    public required string Code { get; init; }

    /// <summary>
    /// Whose matter it is, and what it hides: Ends (endpoint and server), Connection (its approval), Name (DNS), Path (the network), Tls,
    /// SignIn (PostgreSQL).
    /// </summary>
    public required string Layer { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>The command or action that mends it.</summary>
    public required string Remedy { get; init; }

    /// <summary>
    /// The command of this module that mends it, as Repair-PgPrivateConnection runs it; null where the remedy is something else.
    /// </summary>
    public string? Command { get; init; }

    /// <summary>
    /// Why Repair-PgPrivateConnection leaves the command to people, such as somebody else who needs what it would change; null where it
    /// runs it.
    /// </summary>
    public string? HeldBack { get; init; }

    /// <summary>The code.</summary>
    public override string ToString() => Code;
}
