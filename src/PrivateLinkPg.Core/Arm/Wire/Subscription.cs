namespace PrivateLinkPg.Arm.Wire;

internal sealed record Subscription(string Id, string SubscriptionId, string DisplayName, string? State, string? TenantId);
