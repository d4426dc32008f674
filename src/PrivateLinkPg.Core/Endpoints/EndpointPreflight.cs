using System.Net;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Targets;

namespace PrivateLinkPg.Endpoints;

/// <summary>What can be known to fail is refused before anything is written.</summary>
internal static class EndpointPreflight
{
    /// <summary>Gives the verdict on a new endpoint. Of several faults the one that the user can least work around comes first.</summary>
    /// <param name="plan">The endpoint.</param>
    /// <param name="request">What the user asked for.</param>
    /// <param name="owner">The target: null where it does not exist, empty where it cannot be read or is known by its alias only.</param>
    /// <param name="arm">The gateway.</param>
    /// <param name="host">The command.</param>
    public static async Task CheckAsync(
        EndpointPlan plan, EndpointSettings request, Resource<TargetProperties>? owner, ArmGateway arm, CommandHost host)
    {
        // With a manual request the target may be invisible: its owner decides.
        if (owner is null && !plan.Manual) throw Failure.TargetNotFound(plan.Target.Value, plan.Target.Type.Label);
        Resource<SubnetProperties> subnet = CheckNetwork(plan, request);
        await Task.WhenAll(
            CheckTargetAsync(plan, owner, arm, host),
            ProviderRegistration.CheckAsync(plan.Id.SubscriptionId!, plan.Target.Type, arm, host),
            owner?.Id is null ? Task.CompletedTask : ProviderRegistration.CheckAsync(plan.Target.ResourceId!.SubscriptionId!, plan.Target.Type, arm, host),
            EndpointRights.CheckAsync(plan, owner, arm, host),
            CheckInterfaceNameAsync(plan, request, arm, host));
        TellSecurityGroup(subnet, host);
    }

    /// <summary>The subnet exists, lets endpoints in and has the addresses that are asked for; the region is the network's.</summary>
    /// <returns>The subnet.</returns>
    public static Resource<SubnetProperties> CheckNetwork(EndpointPlan plan, EndpointSettings request)
    {
        Resource<VirtualNetworkProperties> network = plan.Network!;
        Resource<SubnetProperties> subnet =
            network.Properties?.Subnets?.FirstOrDefault(each => ResourceIds.Same(each.Id, plan.Subnet.ToString()))
            ?? throw Failure.SubnetNotFound(plan.Subnet.ToString(), network.Properties?.Subnets?.Select(each => each.Name!) ?? []);
        if (request.Location is { } location && AzureNames.Region(location) != AzureNames.Region(network.Location!))
            throw Failure.RegionDiffers(location, network.Location!, network.Name!);
        if (subnet.Properties?.Delegations is [{ Properties.ServiceName: { } service }, ..])
            throw Failure.SubnetDelegated(plan.Subnet.ToString(), service);
        IPNetwork[] prefixes = Prefixes(subnet.Properties);
        foreach (string address in request.IpAddress)
        {
            if (!Array.Exists(prefixes, prefix => prefix.Contains(IPAddress.Parse(address)))) throw Failure.AddressNotInSubnet(address, string.Join(", ", prefixes));
        }
        if (prefixes.Length > 0 && Free(prefixes, subnet.Properties!) < Math.Max(1, request.IpAddress.Count))
            throw Failure.SubnetFull(plan.Subnet.ToString(), string.Join(", ", prefixes));
        return subnet;
    }

    private static Task<bool> CheckTargetAsync(EndpointPlan plan, Resource<TargetProperties>? owner, ArmGateway arm, CommandHost host) =>
        host.OnceAsync($"target {plan.Target.Value} {plan.Id.SubscriptionId} {(plan.Target.IsAlias ? plan.Location : "")}", async () =>
        {
            var fault = plan.Target.IsAlias ? await TargetCheck.AliasFaultAsync(plan.Target, plan.Id.SubscriptionId!, plan.Location, arm, host.Cancellation)
                : owner?.Id is null ? null
                : await TargetCheck.FaultAsync(plan.Target, owner, arm, host.Cancellation);
            return fault is null ? true : throw fault;
        });

    private static async Task CheckInterfaceNameAsync(EndpointPlan plan, EndpointSettings request, ArmGateway arm, CommandHost host)
    {
        string id = $"{plan.Id.Parent}/providers/Microsoft.Network/networkInterfaces/{plan.InterfaceName(request)}";
        if (await arm.FindNetworkInterfaceAsync(id, host.Cancellation) is not null) throw Failure.InterfaceNameTaken(id);
    }

    private static void TellSecurityGroup(Resource<SubnetProperties> subnet, CommandHost host)
    {
        if (subnet.Properties is { NetworkSecurityGroup.Id: { } group, PrivateEndpointNetworkPolicies: "Enabled" or "NetworkSecurityGroupEnabled" })
            host.Output.WriteVerbose($"The subnet applies its network security group to private endpoints: '{group}' must let clients in on port 5432.");
    }

    private static IPNetwork[] Prefixes(SubnetProperties? subnet) =>
        [.. (subnet?.AddressPrefixes ?? (subnet?.AddressPrefix is { } one ? [one] : [])).Where(prefix => !prefix.Contains(':')).Select(IPNetwork.Parse)];

    // Azure keeps five addresses of each prefix.
    private static long Free(IPNetwork[] prefixes, SubnetProperties subnet) =>
        prefixes.Sum(prefix => (1L << (32 - prefix.PrefixLength)) - 5) - (subnet.IpConfigurations?.Count ?? 0);
}
