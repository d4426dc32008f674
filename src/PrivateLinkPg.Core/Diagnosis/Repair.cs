namespace PrivateLinkPg.Diagnosis;

/// <summary>A command that mends a cause: the line to paste, and what Repair-PgPrivateConnection runs.</summary>
/// <param name="Scope">What it changes: a resource id, or a host name whose zone is to be found.</param>
internal abstract record Repair(string Scope)
{
    /// <summary>The line, as it runs.</summary>
    public abstract string Command { get; }

    /// <summary>Why it is left to people; null where nobody else can notice it.</summary>
    public string? HeldBack { get; init; }
}

/// <summary>The target's owner says yes to the endpoint's connection.</summary>
/// <param name="EndpointId">The endpoint.</param>
/// <param name="TargetId">The target, where the endpoint is not to be seen and cannot tell it; else null.</param>
internal sealed record ApprovalRepair(string EndpointId, string? TargetId = null) : Repair(EndpointId)
{
    public override string Command =>
        $"Approve-PgEndpointConnection -EndpointId {EndpointId}{(TargetId is null ? "" : $" -Target {TargetId}")}";
}

/// <summary>Azure tries once more to make an endpoint.</summary>
internal sealed record EndpointRepair(string EndpointId, string TargetId, string SubnetId) : Repair(EndpointId)
{
    public override string Command =>
        $"New-PgPrivateEndpoint -Target {TargetId} -SubnetId {SubnetId} -Name {ResourceIds.Name(EndpointId)} "
        + $"-ResourceGroupName {ResourceIds.Group(EndpointId)}";
}

/// <summary>Zone, record and link lead the name to the endpoint in one network: whatever of them is missing.</summary>
/// <param name="HostName">The name.</param>
/// <param name="IpAddress">The endpoint's addresses.</param>
/// <param name="NetworkId">The clients' network.</param>
/// <param name="EndpointId">The endpoint; null where only its addresses are known.</param>
internal sealed record RecordRepair(string HostName, IReadOnlyList<string> IpAddress, string NetworkId, string? EndpointId)
    : Repair(HostName)
{
    /// <summary>The zone, where one is there: the command would otherwise make one near the endpoint.</summary>
    public string? ZoneId { get; init; }

    /// <summary>The name of a zone that is to be made, where it is not the usual one.</summary>
    public string? ZoneName { get => field ?? (ZoneId is null ? null : ResourceIds.Name(ZoneId)); init; }

    /// <summary>Whether it takes the place of the addresses that the record has.</summary>
    public bool Force { get; init; }

    public override string Command =>
        $"New-PgPrivateDnsRecord -HostName {HostName} -IpAddress {string.Join(",", IpAddress)} -VirtualNetworkId {NetworkId}"
        + (EndpointId is null ? "" : $" -EndpointId {EndpointId}")
        + (ZoneName is null ? "" : $" -ZoneName {ZoneName}")
        + (ZoneId is null ? ""
            : $" -ResourceGroupName {ResourceIds.Group(ZoneId)} -SubscriptionId {ResourceIds.Subscription(ZoneId)}")
        + (Force ? " -Force" : "");
}
