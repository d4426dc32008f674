using PrivateLinkPg.Targets;

namespace PrivateLinkPg.Endpoints;

/// <summary>What can be known to fail is refused before anything is written.</summary>
internal static class EndpointPreflight
{
    /// <summary>Gives the verdict on a new endpoint. Of several faults the one that the user can least work around comes first.</summary>
    public static async Task CheckAsync(EndpointPlan plan, LinkReader link, CommandHost host)
    {
        // With a manual request the target may be invisible: its owner decides.
        if (plan.Owner is null && !plan.Manual) throw Failure.TargetNotFound(plan.Target.Value, plan.Target.Type.Label);
        SubnetResource? subnet = plan.Network is { } network ? CheckNetwork(plan, network) : null;
        await Task.WhenAll(
            CheckTargetAsync(plan, link, host),
            ProviderRegistration.CheckAsync(plan.Id.SubscriptionId!, plan.Target.Type, link),
            plan.Owner?.Id is null
                ? Task.CompletedTask
                : ProviderRegistration.CheckAsync(plan.Target.ResourceId!.SubscriptionId!, plan.Target.Type, link),
            EndpointRights.CheckAsync(plan, link),
            CheckInterfaceNameAsync(plan, link.Now()));
        if (subnet is not null) TellSecurityGroup(subnet, host);
    }

    // The subnet exists, lets endpoints in and has the addresses that are asked for; the region is the network's.
    private static SubnetResource CheckNetwork(EndpointPlan plan, NetworkResource network)
    {
        SubnetResource subnet =
            network.Properties?.Subnets?.FirstOrDefault(each => ResourceIds.Same(each.Id, plan.Subnet.ToString()))
            ?? throw Failure.SubnetNotFound(plan.Subnet.ToString(), network.Properties?.Subnets?.Select(each => each.Name!) ?? []);
        if (plan.Wished.Location is { } location && plan.Location != AzureNames.Region(network.Location!))
            throw Failure.RegionDiffers(location, network.Location!, network.Name!);
        if (subnet.Properties?.Delegations is [{ Properties.ServiceName: { } service }, ..])
            throw Failure.SubnetDelegated(plan.Subnet.ToString(), service);
        IPNetwork[] prefixes = Prefixes(subnet.Properties);
        foreach (string address in plan.Wished.IpAddress)
        {
            if (!Array.Exists(prefixes, prefix => prefix.Contains(IPAddress.Parse(address))))
                throw Failure.AddressNotInSubnet(address, string.Join(", ", prefixes));
        }
        // An endpoint that is made anew gives its own address back first.
        int wanted = plan.Existing is null ? Math.Max(1, plan.Wished.IpAddress.Count) : 0;
        if (prefixes.Length > 0 && Free(prefixes, subnet.Properties!) < wanted)
            throw Failure.SubnetFull(plan.Subnet.ToString(), string.Join(", ", prefixes));
        return subnet;
    }

    private static Task<bool> CheckTargetAsync(EndpointPlan plan, LinkReader link, CommandHost host)
    {
        string subscription = plan.Id.SubscriptionId!;
        return host.OnceAsync($"target {plan.Target.Value} {subscription} {(plan.Target.IsAlias ? plan.Location : "")}", async () =>
        {
            CommandFailedException? fault =
                plan.Target.IsAlias ? await TargetCheck.AliasFaultAsync(plan.Target, subscription, plan.Location, link, host.Cancellation)
                : plan.Owner?.Id is null ? null
                : await TargetCheck.FaultAsync(plan.Target, plan.Owner, link);
            return fault is null ? true : throw fault;
        });
    }

    private static async Task CheckInterfaceNameAsync(EndpointPlan plan, LinkReader link)
    {
        string id = EndpointPlan.NewInterfaceId(plan.Wished, plan.Id);
        // One that may not be read is left to Azure; the endpoint's own goes with it when it is made anew.
        InterfaceResource? there = (await link.InterfaceAsync(id)).Value;
        bool own = ResourceIds.Same(there?.Properties?.PrivateEndpoint?.Id, plan.Id.ToString());
        if (there is not null && !own) throw Failure.InterfaceNameTaken(id);
    }

    private static void TellSecurityGroup(SubnetResource subnet, CommandHost host)
    {
        if (subnet.AppliedSecurityGroup() is not { } group) return;
        host.Output.WriteVerbose(
            $"The subnet applies its network security group to private endpoints: '{group}' must let clients in on port 5432.");
    }

    private static IPNetwork[] Prefixes(SubnetProperties? subnet) =>
        [.. (subnet?.AddressPrefixes ?? (subnet?.AddressPrefix is { } one ? [one] : []))
            .Where(prefix => !prefix.Contains(':')).Select(IPNetwork.Parse)];

    // Azure keeps five addresses of each prefix.
    private static long Free(IPNetwork[] prefixes, SubnetProperties subnet) =>
        prefixes.Sum(prefix => (1L << (32 - prefix.PrefixLength)) - 5) - (subnet.IpConfigurations?.Count ?? 0);
}
