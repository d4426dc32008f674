using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>What Azure demands of the subnets of a network, and when one may go or move.</summary>
internal static class SubnetRules
{
    private const int Smallest = 29;

    public static AddressRange ParsePrefix(string? text)
    {
        if (!AddressRange.TryParse(text, out var range)) throw InvalidPrefix(text ?? "");
        return range.Value.PrefixLength <= Smallest ? range.Value : throw InvalidPrefix(text!);
    }

    public static ArmException InvalidPrefix(string text) => new(400, "InvalidAddressPrefixFormat",
        $"Address prefix {text} of resource is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.");

    /// <summary>All subnets that the network would have: each in the address space, none over another.</summary>
    public static void DemandPlan(IReadOnlyList<(string Name, AddressRange Range)> plan, List<AddressRange> space, ResourceId network)
    {
        for (var i = 0; i < plan.Count; i++)
        {
            var (name, range) = plan[i];
            if (!space.Exists(part => part.Contains(range)))
            {
                throw new ArmException(400, "NetcfgInvalidSubnet", $"Subnet '{name}' is not valid in virtual network '{network.Name}': its "
                    + $"address prefix {range} is not inside the address space.");
            }
            foreach (var (other, taken) in plan.Take(i))
            {
                if (other.Equals(name, StringComparison.OrdinalIgnoreCase)) throw ArmErrors.InvalidFormat();
                if (!taken.Overlaps(range)) continue;
                throw new ArmException(400, "NetcfgSubnetRangesOverlap",
                    $"Subnet '{name}' is not valid because its IP address range overlaps with that of an existing subnet "
                    + $"in virtual network '{network.Name}' ('{other}').");
            }
        }
    }

    public static void DemandMovable(Subnet? existing, AddressRange range)
    {
        if (existing is null || existing.Range == range || existing.Used.Count == 0) return;
        throw new ArmException(400, "InUsePrefixCannotBeDeleted",
            $"IpPrefix {existing.Range} on Subnet {existing.Name} has active allocations and cannot be deleted.");
    }

    public static void DemandUnused(Subnet subnet)
    {
        if (Obstacle(subnet) is { } obstacle) throw new ArmException(400, obstacle.Code, obstacle.Message);
    }

    /// <summary>What keeps a subnet from being deleted: somebody has an address in it.</summary>
    public static OperationError? Obstacle(Subnet subnet)
    {
        if (subnet.Used.Count == 0) return null;
        return new OperationError("InUseSubnetCannotBeDeleted",
            $"Subnet {subnet.Name} is in use by {subnet.Used.OrderBy(pair => pair.Key).First().Value} and cannot be deleted. "
            + "In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.");
    }
}
