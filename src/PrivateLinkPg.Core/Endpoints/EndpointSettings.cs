namespace PrivateLinkPg.Endpoints;

/// <summary>What is wished of a private endpoint, as given.</summary>
internal record EndpointSettings
{
    /// <summary>The IP version that Azure takes where nothing is said.</summary>
    public const string UsualIpVersion = "IPv4";

    /// <summary>What Azure knows as an endpoint's IP version.</summary>
    public static readonly IReadOnlyList<string> IpVersions = [UsualIpVersion, "IPv6", "DualStack"];

    public required string Target { get; init; }
    public string? SubnetId { get; init; }
    public string? VirtualNetworkName { get; init; }
    public string? SubnetName { get; init; }
    public string? VirtualNetworkResourceGroupName { get; init; }
    public string? Name { get; init; }
    public string? ResourceGroupName { get; init; }
    public string? Location { get; init; }
    public string? GroupId { get; init; }
    public bool ManualRequest { get; init; }
    public string? RequestMessage { get; init; }
    public string? ConnectionName { get; init; }
    public string? NetworkInterfaceName { get; init; }
    public IReadOnlyList<string> IpAddress { get; init; } = [];
    public string? IpVersion { get; init => field = IpVersions.FirstOrDefault(known => AzureNames.Same(known, value)) ?? value; }
    public IReadOnlyList<string> ApplicationSecurityGroupId { get; init; } = [];
    public string? EdgeZone { get; init; }
    public IReadOnlyDictionary<string, string>? Tag { get; init; }
    public IReadOnlyList<string> PrivateDnsZoneId { get; init; } = [];
    public bool NoWait { get; init; }
    public bool Force { get; init; }
    public bool SkipPreflight { get; init; }
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Checks what needs no look at Azure.</summary>
    /// <returns>What the endpoint is to lead to.</returns>
    public LinkTarget Check()
    {
        LinkTarget target = LinkTarget.Parse(Target);
        if (Name is not null) AzureNames.CheckEndpoint(Name, target.Type);
        if (NetworkInterfaceName is not null) AzureNames.CheckNetworkInterface(NetworkInterfaceName);
        if (ResourceGroupName is not null) AzureNames.CheckResourceGroup(ResourceGroupName);
        ResourceTags.Check(Tag);
        AzureNames.CheckMessage("RequestMessage", RequestMessage);
        if (target.Type == TargetType.PrivateLinkService && GroupId is not null)
            throw Failure.ConflictingParameters("A Private Link service has no group, so -GroupId does not fit.", "Leave out -GroupId.");
        if (NoWait && PrivateDnsZoneId.Count > 0)
        {
            throw Failure.ConflictingParameters(
                "A zone group can be made only once the endpoint is there, so -NoWait and -PrivateDnsZoneId do not go together.",
                "Leave out one of them; run the line again with -PrivateDnsZoneId later.");
        }
        if (IpVersion is not null && !IpVersions.Contains(IpVersion))
            throw Failure.InvalidName("IpVersion", IpVersion, "IPv4, IPv6 or DualStack");
        foreach (string address in IpAddress) AzureNames.CheckIpv4("IpAddress", address);
        ResourceIds.CheckAll(ApplicationSecurityGroupId, ResourceIds.ApplicationSecurityGroup, "ApplicationSecurityGroupId");
        ResourceIds.CheckAll(PrivateDnsZoneId, ResourceIds.PrivateDnsZone, "PrivateDnsZoneId");
        return target;
    }
}
