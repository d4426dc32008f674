using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Link;

namespace PrivateLinkPg.Endpoints;

/// <summary>Compares the endpoint that is there with the one that is wished for.</summary>
internal static class EndpointDifferences
{
    /// <summary>True where a write brings the endpoint to what is wished; false where it is so already.</summary>
    /// <exception cref="Failures.CommandFailedException">EndpointDiffers, where it differs and may not, or cannot, be changed.</exception>
    public static bool MustWrite(Resource<PrivateEndpointProperties> existing, EndpointPlan plan, EndpointSettings request)
    {
        List<string> fixedOnes = [.. Fixed(existing, plan, request)];
        if (fixedOnes.Count > 0) throw Failure.EndpointDiffers(plan.Id.ToString(), fixedOnes, changeable: false);
        if (EndpointRenewal.FinalStatus(existing) is { } status) return request.Force ? true : throw Failure.EndpointTurnedDown(plan.Id.ToString(), status);
        // A failed endpoint is tried again; nothing of it is lost by that.
        if (existing.Properties?.ProvisioningState == "Failed") return true;
        List<string> changeable = [.. Changeable(existing, request)];
        if (changeable.Count > 0 && !request.Force) throw Failure.EndpointDiffers(plan.Id.ToString(), changeable, changeable: true);
        return changeable.Count > 0;
    }

    private static IEnumerable<string> Fixed(Resource<PrivateEndpointProperties> existing, EndpointPlan plan, EndpointSettings request)
    {
        PrivateEndpointProperties properties = existing.Properties ?? new();
        ServiceConnectionProperties? connection = existing.Connection();
        if (!ResourceIds.Same(connection?.PrivateLinkServiceId, plan.Target.Value))
            yield return $"it leads to '{connection?.PrivateLinkServiceId}', not '{plan.Target.Value}'";
        string? group = connection?.GroupIds is [{ } first, ..] ? first : null;
        if (!string.Equals(group, plan.GroupId, StringComparison.OrdinalIgnoreCase)) yield return $"its group is '{group}', not '{plan.GroupId}'";
        if (!ResourceIds.Same(properties.Subnet?.Id, plan.Subnet.ToString())) yield return $"its subnet is '{properties.Subnet?.Id}', not '{plan.Subnet}'";
        if (request.NetworkInterfaceName is { } nic && !string.Equals(properties.CustomNetworkInterfaceName, nic, StringComparison.OrdinalIgnoreCase))
            yield return $"its network interface is named '{properties.CustomNetworkInterfaceName}', not '{nic}'";
        string[] addresses = [.. (properties.IpConfigurations ?? []).Select(each => each.Properties?.PrivateIpAddress ?? "")];
        if (request.IpAddress.Count > 0 && !request.IpAddress.ToHashSet().SetEquals(addresses))
            yield return $"its static address is '{string.Join(", ", addresses)}', not '{string.Join(", ", request.IpAddress)}'";
        if (request.IpVersion is { } version && !version.Equals(properties.IpVersionType ?? "IPv4", StringComparison.OrdinalIgnoreCase))
            yield return $"its IP version is '{properties.IpVersionType ?? "IPv4"}', not '{version}'";
    }

    private static IEnumerable<string> Changeable(Resource<PrivateEndpointProperties> existing, EndpointSettings request)
    {
        foreach ((string key, string value) in request.Tag ?? new Dictionary<string, string>())
        {
            if (existing.Tags?.GetValueOrDefault(key) != value) yield return $"tag '{key}' is '{existing.Tags?.GetValueOrDefault(key)}', not '{value}'";
        }
        HashSet<string> groups = new((existing.Properties?.ApplicationSecurityGroups ?? []).Select(group => group.Id ?? ""), StringComparer.OrdinalIgnoreCase);
        if (request.ApplicationSecurityGroupId.Count > 0 && !groups.SetEquals(request.ApplicationSecurityGroupId))
            yield return $"its application security groups are '{string.Join(", ", groups)}'";
    }
}
