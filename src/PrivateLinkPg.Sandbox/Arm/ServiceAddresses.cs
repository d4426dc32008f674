using System.Net;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>The addresses of a Private Link service: its interface has one for each ip configuration.</summary>
internal static class ServiceAddresses
{
    /// <summary>
    /// Gives back what is no longer asked for and takes what is new; a configuration that does not name another address or subnet keeps
    /// what it has. A refusal leaves everything as it was.
    /// </summary>
    public static void Move(NetworkInterface nic, IReadOnlyList<ServiceIpConfiguration> wished)
    {
        var old = nic.Configurations;
        foreach (var configuration in old) configuration.Subnet.Release(configuration.Address);
        var taken = new List<InterfaceConfiguration>();
        try
        {
            // An address of one's own choice first: the lowest free one might be it.
            foreach (var (item, address) in wished.Select(item => (item, Address(item, old))).OrderBy(pair => pair.Item2 is null))
            {
                var owner = nic.ConfigurationId(item.Name);
                taken.Add(new(item.Name, item.Subnet, EndpointCreation.TakeAddress(item.Subnet, address, owner), item.Address is not null));
            }
        }
        catch (ArmException)
        {
            foreach (var configuration in taken) configuration.Subnet.Release(configuration.Address);
            foreach (var configuration in old)
                configuration.Subnet.Take(AddressRange.ToNumber(configuration.Address), nic.ConfigurationId(configuration.Name));
            throw;
        }
        var primary = wished.FirstOrDefault(item => item.IsPrimary) ?? wished[0];
        nic.Configurations = [.. wished.OrderBy(item => item != primary).Select(item => taken.Find(made => made.Name == item.Name)!)];
        if (nic.Configurations.SequenceEqual(old)) return;
        nic.NewETag();
        foreach (var subnet in old.Concat(taken).Select(item => item.Subnet).Distinct()) subnet.NewETag();
    }

    private static IPAddress? Address(ServiceIpConfiguration wished, IReadOnlyList<InterfaceConfiguration> old)
    {
        if (wished.Address is { } text) return IPAddress.Parse(text);
        var kept = old.Where(item => item.Subnet == wished.Subnet);
        return kept.FirstOrDefault(item => item.Name.Equals(wished.Name, StringComparison.OrdinalIgnoreCase))?.Address;
    }
}
