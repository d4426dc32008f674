using System.Net;
using System.Net.Sockets;
using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Link;

namespace PrivateLinkPg.Records;

/// <summary>Where the record of a host name belongs, checked and with its defaults filled in.</summary>
/// <param name="HostName">The public host name.</param>
/// <param name="ZoneName">The zone.</param>
/// <param name="RecordName">The record's name in the zone.</param>
/// <param name="SubscriptionId">The zone's subscription.</param>
/// <param name="GroupName">The resource group to create the zone in, where it does not exist yet.</param>
/// <param name="EnoughZoneName">The narrowest zone that would do.</param>
internal sealed record DnsPlan(string HostName, string ZoneName, string RecordName, string SubscriptionId, string GroupName, string EnoughZoneName)
{
    /// <summary>True where the zone would hide names that have nothing to do with the endpoint from the networks that are linked to it.</summary>
    public bool ShadowsOthers =>
        ZoneName != EnoughZoneName && !ZoneNames.IsPrivateLink(ZoneName) && ("." + EnoughZoneName).EndsWith("." + ZoneNames.Public(ZoneName), StringComparison.Ordinal);

    /// <summary>Checks what needs no look at Azure.</summary>
    public static void Check(RecordSettings request)
    {
        string host = request.HostName
            ?? throw Failure.MissingParameter("HostName", "the endpoint's target does not tell the name that clients connect to, as with a Private Link service.");
        AzureNames.CheckHostName(host.TrimEnd('.'));
        if (request.ZoneName is not null) AzureNames.CheckZone(request.ZoneName.TrimEnd('.'));
        if (request.ResourceGroupName is not null) AzureNames.CheckResourceGroup(request.ResourceGroupName);
        foreach (string network in request.VirtualNetworkId) ResourceIds.Parse(network, ResourceIds.VirtualNetwork, "VirtualNetworkId");
        if (request.EndpointId is not null) ResourceIds.Parse(request.EndpointId, ResourceIds.PrivateEndpoint, "EndpointId");
        CheckAddresses(request.IpAddress);
        CheckTogether(request);
    }

    /// <summary>Only A records are written, so only IPv4 addresses fit, and only as DNS writes them.</summary>
    public static void CheckAddresses(IEnumerable<string> addresses)
    {
        foreach (string address in addresses)
        {
            if (!IPAddress.TryParse(address, out IPAddress? parsed) || parsed.AddressFamily != AddressFamily.InterNetwork || parsed.ToString() != address)
                throw Failure.InvalidIpAddress("IpAddress", address);
        }
    }

    public static DnsPlan From(RecordSettings request, AzureConnection connection)
    {
        string host = request.HostName!.TrimEnd('.').ToLowerInvariant();
        string enough = ZoneNames.OfAzure(host, request.TargetId, connection.Cloud) ?? ZoneNames.Narrowest(host);
        string zone = (request.ZoneName?.TrimEnd('.') ?? enough).ToLowerInvariant();
        if (request.ResolutionPolicy == "NxDomainRedirect" && !ZoneNames.IsPrivateLink(zone)) throw Failure.ResolutionPolicyNotForZone(zone);
        ResourceIdentifier? near = request.EndpointId is { } endpoint ? new(endpoint) : request.VirtualNetworkId is [{ } network, ..] ? new(network) : null;
        return new(
            host, zone, ZoneNames.RecordIn(zone, host) ?? throw Failure.HostNotInZone(host, zone),
            request.SubscriptionId ?? near?.SubscriptionId ?? connection.SubscriptionId
                ?? throw Failure.MissingParameter("SubscriptionId", "the context has no subscription in which the zone could be looked up."),
            request.ResourceGroupName ?? near?.ResourceGroupName
                ?? throw Failure.MissingParameter("ResourceGroupName", "it is where the zone is, or is to be created."),
            enough);
    }

    private static void CheckTogether(RecordSettings request)
    {
        if (request.IpAddress.Count == 0 && !request.AsZoneGroup) throw Failure.MissingParameter("IpAddress", "it is what the name shall lead to; Get-PgEndpointIp gives it.");
        if (request.AsZoneGroup && request.EndpointId is null) throw Failure.MissingParameter("EndpointId", "a zone group belongs to a private endpoint.");
        if (!request.NoLink && request.VirtualNetworkId.Count == 0)
            throw Failure.MissingParameter("VirtualNetworkId", "only linked virtual networks see the record. Use -NoLink if the zone is linked elsewhere.");
        if (request.AsZoneGroup && (request.TimeToLive is not null || request.Append))
        {
            throw Failure.ConflictingParameters(
                "Azure alone writes the records of a zone group, so -AsZoneGroup does not go with -TimeToLive or -Append.", "Leave out one of them.");
        }
    }
}
