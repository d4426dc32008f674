using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Contexts;

namespace PrivateLinkPg.Commands;

/// <summary>Where the record of a host name belongs, checked and with its defaults filled in.</summary>
/// <param name="HostName">The public host name.</param>
/// <param name="ZoneName">The zone.</param>
/// <param name="RecordName">The record's name in the zone.</param>
/// <param name="SubscriptionId">The zone's subscription.</param>
/// <param name="GroupName">The resource group to create the zone in, where it does not exist yet.</param>
internal sealed record DnsPlan(string HostName, string ZoneName, string RecordName, string SubscriptionId, string GroupName)
{
    /// <summary>Checks what needs no look at Azure.</summary>
    public static void Check(NewPgPrivateDnsRecordRequest request)
    {
        string host = request.HostName
            ?? throw Failures.Failures.MissingParameter("HostName", "the endpoint's target does not tell the name that clients connect to, as with a Private Link service.");
        AzureNames.CheckHostName(host.TrimEnd('.'));
        if (request.ZoneName is not null) AzureNames.CheckZone(request.ZoneName);
        if (request.ResourceGroupName is not null) AzureNames.CheckResourceGroup(request.ResourceGroupName);
        foreach (string network in request.VirtualNetworkId) ResourceIds.Parse(network, ResourceIds.VirtualNetwork, "VirtualNetworkId");
        if (request.EndpointId is not null) ResourceIds.Parse(request.EndpointId, ResourceIds.PrivateEndpoint, "EndpointId");
        foreach (string address in request.IpAddress) AzureNames.CheckIpv4("IpAddress", address);
        if (request.IpAddress.Count == 0 && !request.AsZoneGroup) throw Failures.Failures.MissingParameter("IpAddress", "it is what the name shall lead to; Get-PgEndpointIp gives it.");
        if (request.AsZoneGroup && request.EndpointId is null) throw Failures.Failures.MissingParameter("EndpointId", "a zone group belongs to a private endpoint.");
        if (!request.NoLink && request.VirtualNetworkId.Count == 0)
            throw Failures.Failures.MissingParameter("VirtualNetworkId", "only linked virtual networks see the record. Use -NoLink if the zone is linked elsewhere.");
    }

    public static DnsPlan From(NewPgPrivateDnsRecordRequest request, AzureConnection connection)
    {
        string host = request.HostName!.TrimEnd('.').ToLowerInvariant();
        string zone = (request.ZoneName?.TrimEnd('.') ?? DefaultZone(host, request.TargetId, connection.Cloud)).ToLowerInvariant();
        ResourceIdentifier? near = request.EndpointId is { } endpoint ? new(endpoint) : request.VirtualNetworkId is [{ } network, ..] ? new(network) : null;
        return new(
            host, zone, RecordIn(zone, host),
            request.SubscriptionId ?? near?.SubscriptionId ?? connection.SubscriptionId
                ?? throw Failures.Failures.MissingParameter("SubscriptionId", "the context has no subscription in which the zone could be looked up."),
            request.ResourceGroupName ?? near?.ResourceGroupName
                ?? throw Failures.Failures.MissingParameter("ResourceGroupName", "it is where the zone is, or is to be created."));
    }

    /// <summary>The zone that Azure names for the target, else the host name without its first label.</summary>
    private static string DefaultZone(string host, string? targetId, AzureCloud cloud)
    {
        if (targetId is not null && LinkTarget.TryParse(targetId)?.Type.ZoneName(cloud) is { } named) return named;
        foreach (string zone in (string[])[cloud.PostgreSqlPrivateZone, cloud.CosmosPrivateZone])
        {
            if (host.EndsWith("." + PublicOf(zone), StringComparison.Ordinal)) return zone;
        }
        return host[(host.IndexOf('.') + 1)..];
    }

    // privatelink.X serves the names of X.
    private static string RecordIn(string zone, string host)
    {
        foreach (string suffix in (string[])[zone, PublicOf(zone)])
        {
            if (host.EndsWith("." + suffix, StringComparison.Ordinal)) return host[..^(suffix.Length + 1)];
        }
        return host == zone ? "@" : throw Failures.Failures.HostNotInZone(host, zone);
    }

    private static string PublicOf(string zone) => zone.StartsWith("privatelink.", StringComparison.Ordinal) ? zone["privatelink.".Length..] : zone;
}
