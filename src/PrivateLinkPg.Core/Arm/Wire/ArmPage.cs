namespace PrivateLinkPg.Arm.Wire;

/// <summary>One page of a list.</summary>
/// <param name="Value">Its items.</param>
/// <param name="NextLink">The URL of the next page, or null on the last.</param>
internal sealed record ArmPage<T>(IReadOnlyList<T> Value, string? NextLink);
