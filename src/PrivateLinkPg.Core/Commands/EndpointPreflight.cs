using System.Net;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;

namespace PrivateLinkPg.Commands;

/// <summary>What can be known to fail is refused before anything is written.</summary>
internal static class EndpointPreflight
{
    /// <summary>The target exists and can take endpoints.</summary>
    /// <param name="target">The target.</param>
    /// <param name="found">The target as Azure gives it, or null.</param>
    /// <param name="manual">With a manual request the target may be invisible: its owner decides.</param>
    public static void CheckTarget(LinkTarget target, Resource<TargetProperties>? found, bool manual)
    {
        if (found is null && !manual && !target.IsAlias) throw Failures.Failures.TargetNotFound(target.Value, target.Type.Label);
        if (found?.Properties?.Network?.DelegatedSubnetResourceId is { Length: > 0 } subnet) throw Failures.Failures.ServerInVirtualNetwork(target.Value, subnet);
        if (found?.Properties?.State is "Dropping" or "Disabled") throw Failures.Failures.TargetNotReady(target.Value, found.Properties.State);
    }

    /// <summary>The subnet exists, lets endpoints in and has the addresses that are asked for; the region is the network's.</summary>
    public static void CheckNetwork(EndpointPlan plan, NewPgPrivateEndpointRequest request)
    {
        Resource<VirtualNetworkProperties> network = plan.Network!;
        Resource<SubnetProperties> subnet =
            network.Properties?.Subnets?.FirstOrDefault(each => ResourceIds.Same(each.Id, plan.Subnet.ToString()))
            ?? throw Failures.Failures.SubnetNotFound(plan.Subnet.ToString(), network.Properties?.Subnets?.Select(each => each.Name!) ?? []);
        if (request.Location is { } location && Region(location) != Region(network.Location!))
            throw Failures.Failures.RegionDiffers(location, network.Location!, network.Name!);
        if (subnet.Properties?.Delegations is [{ Properties.ServiceName: { } service }, ..])
            throw Failures.Failures.SubnetDelegated(plan.Subnet.ToString(), service);
        IPNetwork[] prefixes = Prefixes(subnet.Properties);
        foreach (string address in request.IpAddress)
        {
            if (!Array.Exists(prefixes, prefix => prefix.Contains(IPAddress.Parse(address)))) throw Failures.Failures.AddressNotInSubnet(address, string.Join(", ", prefixes));
        }
        if (prefixes.Length > 0 && Free(prefixes, subnet.Properties!) <= 0) throw Failures.Failures.SubnetFull(plan.Subnet.ToString(), string.Join(", ", prefixes));
    }

    /// <summary>"West US" and "westus" are the same region.</summary>
    public static string Region(string location) => location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    private static IPNetwork[] Prefixes(SubnetProperties? subnet) =>
        [.. (subnet?.AddressPrefixes ?? (subnet?.AddressPrefix is { } one ? [one] : [])).Where(prefix => !prefix.Contains(':')).Select(IPNetwork.Parse)];

    // Azure keeps five addresses of each prefix.
    private static long Free(IPNetwork[] prefixes, SubnetProperties subnet) =>
        prefixes.Sum(prefix => (1L << (32 - prefix.PrefixLength)) - 5) - (subnet.IpConfigurations?.Count ?? 0);
}
