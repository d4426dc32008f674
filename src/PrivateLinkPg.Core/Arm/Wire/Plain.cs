namespace PrivateLinkPg.Arm.Wire;

/// <summary>Properties that nobody here asks for, of resources that are only listed.</summary>
internal sealed record PlainProperties;

/// <summary>A region.</summary>
internal sealed record Location(string Name, string? DisplayName);
