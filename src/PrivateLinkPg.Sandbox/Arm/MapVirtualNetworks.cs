using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

internal sealed class MapVirtualNetworks(ArmRoutes routes, LongRunning longRunning)
{
    private const string One = ArmRoutes.InGroup + "/providers/Microsoft.Network/virtualNetworks/{name}";

    public void Map()
    {
        var type = ResourceProviders.VirtualNetworks;
        routes.Lists<VirtualNetwork>(type);
        routes.Get(One, type, request => NetworkAnswers.Get(Find(request)));
        routes.Put(One, type, Put);
        routes.Patch(One, type, Patch);
        routes.Delete(One, type, Delete);
        routes.Get(One + "/CheckIPAddressAvailability", type, CheckAddress);
    }

    public static VirtualNetwork Find(ArmRequest request) => request.Find<VirtualNetwork>(Id(request));

    private static ResourceId Id(ArmRequest request) =>
        request.IdInGroup(ResourceProviders.Network, VirtualNetwork.ResourceType, "name");

    // Others are offered only when the one that was asked for is taken; of the same subnet, as many as Azure offers.
    private static ArmAnswer CheckAddress(ArmRequest request)
    {
        const int offered = 5;
        var network = Find(request);
        var text = request.Query("ipAddress");
        if (!AddressRange.TryParseAddress(text, out var address)) throw ArmErrors.InvalidAddress(text);
        var number = AddressRange.ToNumber(address);
        if (network.Subnets.Values.FirstOrDefault(item => item.Contains(number)) is not { } subnet)
        {
            throw new ArmException(400, "PrivateIPAddressNotInAnySubnet",
                $"Private static IP address {text} does not belong to any of the subnets in virtual network {network.Id}.");
        }
        var isFree = subnet.IsAssignable(number) && subnet.IsFree(number);
        var body = new JsonObject { ["available"] = isFree, ["isPlatformReserved"] = !subnet.IsAssignable(number) };
        if (!isFree)
        {
            body["availableIPAddresses"] = new JsonArray(
                [.. subnet.Free().Take(offered).Select(free => (JsonNode)AddressRange.ToAddress(free).ToString())]);
        }
        return new ArmAnswer(200, body);
    }

    private static ArmAnswer Patch(ArmRequest request)
    {
        var network = Find(request);
        Lifecycle.DemandSettled(request, network);
        return NetworkAnswers.PatchTags(request, network);
    }

    private ArmAnswer Put(ArmRequest request)
    {
        var id = Id(request);
        ResourceNames.DemandNetworkName(id.Name, 2, 64);
        var location = request.RequireLocation(request.Type.FullName);
        var properties = request.Body.Object("properties") ?? [];
        var space = ReadSpace(properties, id);
        var exists = request.State.TryGet<VirtualNetwork>(id, out var network);
        if (network is not null && network.Location != location) throw ArmErrors.LocationChanged(id, network.Location!, location);
        network ??= new VirtualNetwork(id, location) { CreatedAt = request.Now };
        var before = exists ? network.Render().ToJsonString() : null;

        NetworkAnswers.DemandMatch(request, network, exists);
        var dnsServers = properties.Object("dhcpOptions")?.Texts("dnsServers") ?? [];
        if (dnsServers.Find(server => !AddressRange.TryParseAddress(server, out _)) is { } wrong) throw ArmErrors.InvalidAddress(wrong);
        var tags = TagRules.Read(request.Body);
        DemandPeerable(network, space);
        var apply = PlanSubnets(request, network, space, properties);
        Lifecycle.DemandSettled(request, network);
        apply();
        network.AddressSpace = space;
        network.DnsServers = dnsServers;
        network.Tags = tags;
        network.ChangedAt = request.Now;
        request.State.Add(network);
        return Accept(request, network, before);
    }

    private ArmAnswer Accept(ArmRequest request, VirtualNetwork network, string? before)
    {
        if (before is not null)
        {
            // Recorded: a change of what exists answers 200 with Succeeded at once, and still has an operation.
            network.ProvisioningState = "Succeeded";
            if (network.Render().ToJsonString() != before) network.NewETag();
            return longRunning.NetworkPut(request, network, 200, network.Location!, complete: null);
        }
        network.ProvisioningState = "Updating";
        return longRunning.NetworkPut(request, network, 201, network.Location!, () =>
        {
            network.Settle();
            return null;
        });
    }

    private ArmAnswer Delete(ArmRequest request)
    {
        if (!request.State.TryGet<VirtualNetwork>(Id(request), out var network)) return new ArmAnswer(204);
        Lifecycle.DemandSettled(request, network, network);
        foreach (var subnet in network.Subnets.Values) SubnetRules.DemandUnused(subnet);
        var state = request.State;
        return longRunning.NetworkDelete(request, network, network.Location!, () => ResourceRemoval.RemoveNetwork(state, network));
    }

    private static List<AddressRange> ReadSpace(JsonObject properties, ResourceId id)
    {
        var prefixes = properties.Object("addressSpace")?.Texts("addressPrefixes");
        if (prefixes is null or { Count: 0 })
        {
            throw new ArmException(400, "InvalidRequestFormat",
                $"Virtual network {id} must have an address space: properties.addressSpace.addressPrefixes is empty.");
        }
        var space = prefixes.Select(prefix => SubnetRules.ParseSpace(prefix, id)).ToList();
        foreach (var (other, range) in space.SelectMany((range, i) => space.Take(i).Where(range.Overlaps).Select(other => (other, range))))
            throw new ArmException(400, "AddressPrefixesOverlap", $"The address prefixes {other} and {range} of {id} overlap.");
        return space;
    }

    // What could not be peered may not come about afterwards either.
    private static void DemandPeerable(VirtualNetwork network, List<AddressRange> space)
    {
        foreach (var peering in network.Peerings.Values.Where(peering => peering.State != "Disconnected"))
            MapPeerings.DemandApart(network, space, peering.Id, peering.Remote);
    }

    // Checks everything first: a refused PUT must leave no trace. What is left to do is the returned action.
    private static Action PlanSubnets(ArmRequest request, VirtualNetwork network, List<AddressRange> space, JsonObject properties)
    {
        if (properties.Array("subnets") is null)
        {
            SubnetRules.DemandPlan([.. network.Subnets.Values.Select(subnet => (subnet.Name, subnet.Ranges))], space, network.Id);
            return () => { };
        }
        var wished = properties.Objects("subnets")
            .Select(item => SubnetBody.Read(request, SubnetId(item), network.Location!, item)).ToList();
        SubnetRules.DemandPlan([.. wished.Select(subnet => (subnet.Name, subnet.Ranges))], space, network.Id);
        foreach (var subnet in wished) SubnetRules.DemandMovable(network.Subnets.GetValueOrDefault(subnet.Name), subnet);
        foreach (var subnet in wished) Lifecycle.DemandStaying(request.State, network.Id.Child("subnets", subnet.Name));
        var gone = network.Subnets.Values
            .Where(old => !wished.Exists(subnet => subnet.Name.Equals(old.Name, StringComparison.OrdinalIgnoreCase)));
        foreach (var subnet in gone.ToList()) SubnetRules.DemandUnused(subnet);
        return () =>
        {
            foreach (var subnet in gone.ToList()) ResourceRemoval.RemoveSubnet(subnet);
            foreach (var subnet in wished) subnet.ApplyTo(network);
        };

        ResourceId SubnetId(JsonObject item) => network.Id.Child("subnets", item.Text("name") ?? throw ArmErrors.InvalidFormat());
    }
}
