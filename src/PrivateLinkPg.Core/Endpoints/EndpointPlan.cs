using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Link;

namespace PrivateLinkPg.Endpoints;

/// <summary>The private endpoint that a request wishes for, checked and with its defaults filled in.</summary>
/// <param name="Id">The endpoint's id.</param>
/// <param name="Target">What it leads to.</param>
/// <param name="Subnet">Where its address comes from.</param>
/// <param name="Network">The subnet's virtual network; null where the preflight was skipped.</param>
/// <param name="Location">Its region.</param>
/// <param name="GroupId">The sub-resource, or null for a Private Link service.</param>
/// <param name="Manual">Whether the owner must approve.</param>
internal sealed record EndpointPlan(
    ResourceIdentifier Id, LinkTarget Target, ResourceIdentifier Subnet, Resource<VirtualNetworkProperties>? Network, string Location, string? GroupId, bool Manual)
{
    /// <summary>The request's body.</summary>
    /// <param name="request">What the user asked for.</param>
    /// <param name="existing">The endpoint as it is, whose other properties are kept; null where there is none.</param>
    public Resource<PrivateEndpointProperties> Body(EndpointSettings request, Resource<PrivateEndpointProperties>? existing)
    {
        PrivateEndpointProperties kept = existing?.Properties ?? new();
        IReadOnlyList<ServiceConnection> connections = [Connection(request, existing)];
        return new()
        {
            Location = Location,
            Tags = request.Tag is null ? existing?.Tags : new(request.Tag),
            Other = request.EdgeZone is null ? existing?.Other : new()
            {
                ["extendedLocation"] = System.Text.Json.JsonSerializer.SerializeToElement(new ExtendedLocation(request.EdgeZone), WireJson.Default.ExtendedLocation),
            },
            Properties = kept with
            {
                ProvisioningState = null,
                ResourceGuid = null,
                NetworkInterfaces = null,
                Subnet = new() { Id = Subnet.ToString() },
                PrivateLinkServiceConnections = Manual ? null : connections,
                ManualPrivateLinkServiceConnections = Manual ? connections : null,
                CustomNetworkInterfaceName = existing is null ? InterfaceName(request) : request.NetworkInterfaceName ?? NullIfEmpty(kept.CustomNetworkInterfaceName),
                IpConfigurations = request.IpAddress.Count == 0 ? kept.IpConfigurations : [.. request.IpAddress.Select(IpConfiguration)],
                IpVersionType = request.IpVersion ?? kept.IpVersionType,
                ApplicationSecurityGroups = request.ApplicationSecurityGroupId.Count == 0
                    ? kept.ApplicationSecurityGroups
                    : [.. request.ApplicationSecurityGroupId.Select(id => new Reference { Id = id })],
            },
        };
    }

    /// <summary>The name of a new endpoint's network interface.</summary>
    public string InterfaceName(EndpointSettings request) => request.NetworkInterfaceName ?? Id.Name + "-nic";

    private ServiceConnection Connection(EndpointSettings request, Resource<PrivateEndpointProperties>? existing)
    {
        ServiceConnection? kept = existing.ConnectionEntry();
        return new()
        {
            Name = request.ConnectionName ?? kept?.Name ?? Id.Name,
            Properties = new()
            {
                PrivateLinkServiceId = Target.Value,
                GroupIds = GroupId is null ? null : [GroupId],
                RequestMessage = Manual ? request.RequestMessage ?? kept?.Properties?.RequestMessage : null,
            },
        };
    }

    // Of a Private Link service only the address is sent.
    private EndpointIpConfiguration IpConfiguration(string address, int index) => new()
    {
        Name = $"ipconfig{index + 1}",
        Properties = new() { GroupId = GroupId, MemberName = GroupId, PrivateIpAddress = address },
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
