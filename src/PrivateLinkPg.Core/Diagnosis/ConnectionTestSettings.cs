namespace PrivateLinkPg.Diagnosis;

/// <summary>What is wished of a test, as given.</summary>
internal record ConnectionTestSettings : ProbeSettings
{
    public bool Diagnose { get; init; }
    public int Count { get; init; } = 1;
    public int? MinimumValidDays { get; init; }
    public string? EndpointId { get; init; }
    public string? TargetId { get; init; }
    public string? VirtualNetworkId { get; init; }
}
