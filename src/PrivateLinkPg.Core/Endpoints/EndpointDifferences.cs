namespace PrivateLinkPg.Endpoints;

/// <summary>Compares the endpoint that is there with the one that is wished for.</summary>
internal static class EndpointDifferences
{
    /// <summary>True where a write brings the endpoint to what is wished; false where it is so already.</summary>
    /// <exception cref="CommandFailedException">EndpointDiffers, where it differs and may not, or cannot, be changed.</exception>
    public static bool MustWrite(EndpointPlan plan)
    {
        EndpointResource existing = plan.Existing!;
        List<string> fixedOnes = [.. Fixed(existing, plan)];
        if (fixedOnes.Count > 0) throw Failure.EndpointDiffers(plan.Id.ToString(), fixedOnes, changeable: false);
        if (EndpointRenewal.FinalStatus(existing) is { } status)
            return plan.Wished.Force ? true : throw Failure.EndpointTurnedDown(plan.Id.ToString(), status);
        List<string> changeable = [.. Changeable(existing, plan.Wished)];
        if (changeable.Count > 0 && !plan.Wished.Force)
            throw Failure.EndpointDiffers(plan.Id.ToString(), changeable, changeable: true);
        // A failed endpoint is tried again; nothing of it is lost by that.
        return changeable.Count > 0 || existing.Properties?.ProvisioningState == "Failed";
    }

    /// <summary>What a write changes of the endpoint, to follow "it: "; null where nothing.</summary>
    public static string? InWords(EndpointPlan plan) =>
        plan.Existing is { } existing && string.Join("; ", Changeable(existing, plan.Wished)) is { Length: > 0 } words ? words : null;

    private static IEnumerable<string> Fixed(EndpointResource existing, EndpointPlan plan)
    {
        EndpointSettings wished = plan.Wished;
        PrivateEndpointProperties properties = existing.Properties ?? new();
        ServiceConnectionProperties? connection = existing.Connection();
        if (!ResourceIds.Same(connection?.PrivateLinkServiceId, plan.Target.Value))
            yield return $"it leads to '{connection?.PrivateLinkServiceId}', not '{plan.Target.Value}'";
        string? group = connection?.GroupIds is [{ } first, ..] ? first : null;
        if (!AzureNames.Same(group, plan.GroupId))
            yield return $"its group is '{group}', not '{plan.GroupId}'";
        if (!ResourceIds.Same(properties.Subnet?.Id, plan.Subnet.ToString()))
            yield return $"its subnet is '{properties.Subnet?.Id}', not '{plan.Subnet}'";
        string? named = properties.CustomNetworkInterfaceName;
        if (wished.NetworkInterfaceName is { } nic && !AzureNames.Same(named, nic))
            yield return $"its network interface is named '{named}', not '{nic}'";
        string[] addresses = [.. (properties.IpConfigurations ?? []).Select(each => each.Properties?.PrivateIpAddress ?? "")];
        if (wished.IpAddress.Count > 0 && !wished.IpAddress.ToHashSet().SetEquals(addresses))
            yield return $"its static address is '{string.Join(", ", addresses)}', not '{string.Join(", ", wished.IpAddress)}'";
        string has = properties.IpVersionType ?? EndpointSettings.UsualIpVersion;
        if (wished.IpVersion is { } version && !version.Equals(has, StringComparison.OrdinalIgnoreCase))
            yield return $"its IP version is '{has}', not '{version}'";
    }

    private static IEnumerable<string> Changeable(EndpointResource existing, EndpointSettings wished)
    {
        foreach ((string key, string value) in wished.Tag ?? new Dictionary<string, string>())
        {
            string? now = existing.Tags.Tag(key);
            if (now is null) yield return $"it has no tag '{key}', to be '{value}'";
            else if (now != value) yield return $"tag '{key}' is '{now}', not '{value}'";
        }
        HashSet<string> groups = new(
            (existing.Properties?.ApplicationSecurityGroups ?? []).Select(group => group.Id ?? ""), StringComparer.OrdinalIgnoreCase);
        if (wished.ApplicationSecurityGroupId.Count > 0 && !groups.SetEquals(wished.ApplicationSecurityGroupId))
        {
            yield return $"its application security groups are '{string.Join(", ", groups)}', "
                + $"not '{string.Join(", ", wished.ApplicationSecurityGroupId)}'";
        }
    }
}
