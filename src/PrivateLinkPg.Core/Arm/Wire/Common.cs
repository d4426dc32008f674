using System.Text.Json.Serialization;

namespace PrivateLinkPg.Arm.Wire;

/// <summary>A reference by id.</summary>
internal record Reference
{
    public string? Id { get; init; }
}

/// <summary>What every resource has. Keys that we do not know are kept, so that a PUT of what was read loses nothing.</summary>
internal record Resource<TProperties> : Reference where TProperties : class
{
    public string? Name { get; init; }
    public string? Type { get; init; }
    public string? Location { get; init; }
    public string? Etag { get; init; }
    public Dictionary<string, string>? Tags { get; init; }
    public TProperties? Properties { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Other { get; set; }
}

internal sealed record ConnectionState
{
    public string? Status { get; init; }
    public string? Description { get; init; }
    public string? ActionsRequired { get; init; }
}

/// <summary>One page of a list; without a link it is the last.</summary>
internal sealed record ArmPage<T>(IReadOnlyList<T> Value, string? NextLink) : IPage
{
    public bool IsPage => Value is not null;
}

/// <summary>What pages of all kinds have.</summary>
internal interface IPage
{
    /// <summary>False where the answer had no value, and so is no page.</summary>
    bool IsPage { get; }
}
