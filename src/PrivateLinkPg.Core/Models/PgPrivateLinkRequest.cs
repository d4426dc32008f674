namespace PrivateLinkPg.Models;

/// <summary>What a vendor must be told so that its side of a private link can be made.</summary>
public sealed record PgPrivateLinkRequest
{
    /// <summary>dbt or BigAnimal.</summary>
    public required string Vendor { get; init; }

    /// <summary>The subject of the message.</summary>
    public required string Subject { get; init; }

    /// <summary>The facts under the vendor's names for them, in the vendor's order.</summary>
    public required IReadOnlyDictionary<string, string> Field { get; init => field = JoinedTable.Of(value); }

    /// <summary>The whole message, ready to be sent.</summary>
    [Lines]
    public required string Text { get; init; }

    /// <summary>The server that the vendor shall connect to; null where the vendor owns it.</summary>
    public string? TargetId { get; init; }

    /// <summary>The subscription of that server, or the consumer's.</summary>
    public required string SubscriptionId { get; init; }

    /// <summary>The tenant that the command worked in.</summary>
    public string? TenantId { get; init; }
}
