using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>What Azure demands of the subnets of a network, and when one may go or move.</summary>
internal static class SubnetRules
{
    private const int Smallest = 29;

    // Ranges of which Microsoft's documentation says that a network cannot have them. The loopback range is another one; but the
    // networks of a sandbox are made of loopback addresses.
    private static readonly AddressRange[] Reserved =
        [.. new[] { "224.0.0.0/4", "255.255.255.255/32", "169.254.0.0/16", "168.63.129.16/32" }.Select(Range)];

    /// <summary>The prefix of a subnet.</summary>
    public static AddressRange ParsePrefix(string text, ResourceId owner)
    {
        var range = ParseRange(text, owner);
        return range.PrefixLength <= Smallest ? range : throw InvalidPrefix(text);
    }

    /// <summary>A prefix of an address space.</summary>
    public static AddressRange ParseSpace(string text, ResourceId owner)
    {
        var range = ParseRange(text, owner);
        foreach (var reserved in Reserved.Where(reserved => reserved.Overlaps(range)))
        {
            throw new ArmException(400, "AddressPrefixReserved",
                $"The address prefix {text} in resource {owner} overlaps with {reserved}, which is reserved.");
        }
        return range;
    }

    private static AddressRange ParseRange(string text, ResourceId owner)
    {
        if (!AddressRange.TryParse(text, out var range, out var hasHostBits)) throw InvalidPrefix(text);
        if (!hasHostBits) return range.Value;
        throw new ArmException(400, "InvalidCIDRNotation", $"The address prefix {text} in resource {owner} has an invalid CIDR notation. "
            + $"For the given prefix length, the address prefix should be {range}.");
    }

    private static AddressRange Range(string text) =>
        AddressRange.TryParse(text, out var range, out _) ? range.Value : throw new FormatException(text);

    public static ArmException InvalidPrefix(string text) => new(400, "InvalidAddressPrefixFormat",
        $"Address prefix {text} of resource is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.");

    /// <summary>All subnets that the network would have: each in the address space, none over another.</summary>
    public static void DemandPlan(
        IReadOnlyList<(string Name, IReadOnlyList<AddressRange> Ranges)> subnets, List<AddressRange> space, ResourceId network)
    {
        ResourceNames.DemandDistinct(subnets.Select(subnet => subnet.Name), network);
        var plan = subnets.SelectMany(subnet => subnet.Ranges.Select(range => (subnet.Name, Range: range))).ToList();
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
                if (!taken.Overlaps(range)) continue;
                throw new ArmException(400, "NetcfgSubnetRangesOverlap",
                    $"Subnet '{name}' is not valid because its IP address range overlaps with that of an existing subnet "
                    + $"in virtual network '{network.Name}' ('{other}').");
            }
        }
    }

    /// <summary>A prefix in which somebody has an address stays, and so do the delegations as long as anybody has one.</summary>
    public static void DemandMovable(Subnet? existing, SubnetBody wished)
    {
        if (existing is null || existing.Used.Count == 0) return;
        foreach (var gone in existing.Ranges.Except(wished.Ranges).Where(range => existing.Used.Keys.Any(range.Contains)))
        {
            throw new ArmException(400, "InUsePrefixCannotBeDeleted",
                $"IpPrefix {gone} on Subnet {existing.Name} has active allocations and cannot be deleted.");
        }
        if (existing.DelegatedServices.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(wished.DelegatedServices)) return;
        throw new ArmException(400, "SubnetDelegationsCannotChangeWhenSubnetUsedByResource",
            $"Delegations of subnet {existing.Id} cannot be changed from [{string.Join(", ", existing.DelegatedServices)}] to "
            + $"[{string.Join(", ", wished.DelegatedServices)}] because it is being used by the resource {User(existing)}.");
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
            $"Subnet {subnet.Name} is in use by {User(subnet)} and cannot be deleted. "
            + "In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.");
    }

    private static ResourceId User(Subnet subnet) => subnet.Used.OrderBy(pair => pair.Key).First().Value;
}
