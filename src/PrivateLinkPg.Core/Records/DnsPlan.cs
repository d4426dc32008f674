namespace PrivateLinkPg.Records;

/// <summary>Where the record of a host name belongs, checked and with its defaults filled in.</summary>
/// <param name="HostName">The public host name.</param>
/// <param name="ZoneName">The zone.</param>
/// <param name="RecordName">The record's name in the zone.</param>
/// <param name="SubscriptionId">The zone's subscription.</param>
/// <param name="GroupName">The resource group to create the zone in, where there is none that will do.</param>
/// <param name="EnoughZoneName">The narrowest zone that would do.</param>
internal sealed record DnsPlan(
    string HostName, string ZoneName, string RecordName, string SubscriptionId, string GroupName, string EnoughZoneName)
{
    /// <summary>True where the zone would hide names that are not the endpoint's from the networks that are linked to it.</summary>
    public bool ShadowsOthers =>
        ZoneName != EnoughZoneName && !ZoneNames.IsPrivateLink(ZoneName)
        && ("." + EnoughZoneName).EndsWith("." + ZoneNames.Public(ZoneName), StringComparison.Ordinal);

    /// <summary>Checks what needs no look at Azure.</summary>
    public static void Check(RecordSettings wished)
    {
        string host = wished.HostName ?? throw Failure.MissingParameter(
            "HostName", "the endpoint's target does not tell the name that clients connect to, as with a Private Link service.");
        AzureNames.CheckHostName(host);
        if (wished.ZoneName is not null) AzureNames.CheckZone(wished.ZoneName);
        ResourceIds.CheckAll(wished.VirtualNetworkId, ResourceIds.VirtualNetwork, "VirtualNetworkId");
        if (wished.ResourceGroupName is { } group) GroupPattern.Fill(group, wished.PatternNetworkId);
        if (wished.EndpointId is not null) ResourceIds.Parse(wished.EndpointId, ResourceIds.PrivateEndpoint, "EndpointId");
        foreach (string address in wished.IpAddress) AzureNames.CheckIpv4("IpAddress", address);
        if (wished.ResolutionPolicy is { } policy && !RecordSettings.ResolutionPolicies.Contains(policy))
            throw Failure.InvalidName("ResolutionPolicy", policy, "Default or NxDomainRedirect");
        ResourceTags.CheckOfPrivateDns(wished.Tag, RecordOwner.Mark(wished.Tag, wished.EndpointId).Count - (wished.Tag?.Count ?? 0));
        CheckTogether(wished);
    }

    public static DnsPlan From(RecordSettings wished, AzureConnection connection)
    {
        string host = wished.HostName!.WithoutRoot().ToLowerInvariant();
        string enough = ZoneNames.OfAzure(host, wished.TargetId, connection.Cloud) ?? ZoneNames.Narrowest(host);
        string zone = (wished.ZoneName?.WithoutRoot() ?? enough).ToLowerInvariant();
        if (wished.ResolutionPolicy == "NxDomainRedirect" && !ZoneNames.IsPrivateLink(zone))
            throw Failure.ResolutionPolicyNotForZone(zone);
        ResourceIdentifier? near =
            wished.EndpointId is { } endpoint ? new(endpoint) : wished.VirtualNetworkId is [{ } network, ..] ? new(network) : null;
        return new(
            host, zone, ZoneNames.RecordIn(zone, host) ?? throw Failure.HostNotInZone(host, zone),
            wished.SubscriptionId ?? near?.SubscriptionId ?? connection.SubscriptionId
                ?? throw Failure.MissingParameter(
                    "SubscriptionId", "the context has no subscription in which the zone could be looked up."),
            (wished.ResourceGroupName is { } group ? GroupPattern.Fill(group, wished.PatternNetworkId) : near?.ResourceGroupName)
                ?? throw Failure.MissingParameter("ResourceGroupName", "it is where the zone is, or is to be created."),
            enough);
    }

    private static void CheckTogether(RecordSettings wished)
    {
        if (wished.IpAddress.Count == 0 && !wished.AsZoneGroup)
            throw Failure.MissingParameter("IpAddress", "it is the address that the name leads to; Get-PgEndpointIp gives it.");
        if (wished.AsZoneGroup && wished.EndpointId is null)
            throw Failure.MissingParameter("EndpointId", "a zone group belongs to a private endpoint.");
        if (!wished.NoLink && wished.VirtualNetworkId.Count == 0)
        {
            throw Failure.MissingParameter(
                "VirtualNetworkId", "only linked virtual networks see the record. Use -NoLink if the zone is linked elsewhere.");
        }
        if (wished.AsZoneGroup && (wished.TimeToLive is not null || wished.Append))
        {
            throw Failure.ConflictingParameters(
                "Azure alone writes the records of a zone group, so -AsZoneGroup does not go with -TimeToLive or -Append.",
                "Leave out one of them.");
        }
    }
}
