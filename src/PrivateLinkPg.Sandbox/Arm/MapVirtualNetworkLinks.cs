using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

internal sealed class MapVirtualNetworkLinks(ArmRoutes routes, LongRunning longRunning)
{
    private const string All = MapPrivateDnsZones.Zone + "/virtualNetworkLinks";
    private const string One = All + "/{link}";

    private static readonly string[] Policies = ["Default", "NxDomainRedirect"];

    public void Map()
    {
        var type = ResourceProviders.VirtualNetworkLinks;
        routes.Get(All, type, request => Paging.Page(request, MapPrivateDnsZones.Find(request).Links.Values));
        routes.Get(One, type, request => MapPrivateDnsZones.Found(Find(request)));
        routes.Put(One, type, Put);
        routes.Patch(One, type, Patch);
        routes.Delete(One, type, Delete);
    }

    private static VirtualNetworkLink Find(ArmRequest request)
    {
        var zone = MapPrivateDnsZones.Find(request);
        return zone.Links.GetValueOrDefault(request.Value("link"))
            ?? throw ArmErrors.NotFound(zone.Id.Child("virtualNetworkLinks", request.Value("link")));
    }

    private ArmAnswer Put(ArmRequest request)
    {
        var zoneId = MapPrivateDnsZones.Id(request);
        var id = zoneId.Child("virtualNetworkLinks", request.Value("link"));
        var zone = request.Find<PrivateDnsZone>(zoneId);
        ResourceNames.DemandNetworkName(id.Name, 1, 80);
        MapPrivateDnsZones.DemandGlobal(request.Body, request.Type.FullName);
        var properties = request.Body.Object("properties") ?? [];
        var networkId = properties.ReferenceId("virtualNetwork")
            ?? throw new ArmException(400, "BadRequest", "The property 'virtualNetwork' of a virtual network link is required.");
        if (!request.State.TryGet<VirtualNetwork>(networkId, out var network))
            throw new ArmException(400, "BadRequest", $"The virtual network '{networkId}' of the link '{id.Name}' could not be found.");
        Authorization.DemandLinked(request, id, "Microsoft.Network/virtualNetworks/join/action", network.Id);
        Lifecycle.DemandStaying(request.State, network.Id);
        var wished = new VirtualNetworkLink(id)
        {
            VirtualNetwork = network.Id,
            RegistrationEnabled = properties.Flag("registrationEnabled") ?? false,
            ResolutionPolicy = ReadPolicy(properties) ?? "Default",
            Tags = TagRules.ReadOfPrivateDns(request.Body),
            CreatedAt = request.Now,
            ChangedAt = request.Now,
        };
        DemandSameNetwork(zone, wished);
        var (state, ifMatch, ifNoneMatch) = (request.State, request.IfMatch, request.IfNoneMatch);
        return longRunning.PrivateDns(request, "UpsertVirtualNetworkLink", () =>
        {
            var existing = zone.Links.GetValueOrDefault(id.Name);
            if (CheckCondition(id.Name, existing, ifMatch, ifNoneMatch) is { } refusal) return refusal;
            if (state.Find(zoneId) != zone) return new OperationError("NotFound", $"The Zone {zone.Name} does not exist any more.");
            if (Obstacle(state, zone, wished) is { } obstacle) return obstacle;
            if (existing is null) zone.Links.Add(id.Name, wished);
            else existing.TakeOver(wished);
            zone.Links[id.Name].Settle();
            return null;
        }, () => zone.Links.GetValueOrDefault(id.Name)?.Render());
    }

    private static OperationError? CheckCondition(
        string name, VirtualNetworkLink? existing, string? ifMatch, string? ifNoneMatch = null) =>
        MapPrivateDnsZones.CheckCondition("Virtual Network Link", name, existing?.ETag, ifMatch, ifNoneMatch);

    private static string? ReadPolicy(JsonObject properties)
    {
        if (properties.Text("resolutionPolicy") is not { } text) return null;
        return Array.Find(Policies, policy => policy.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArmException(400, "BadRequest", $"The resolution policy '{text}' is not one of {string.Join(", ", Policies)}.");
    }

    private static void DemandSameNetwork(PrivateDnsZone zone, VirtualNetworkLink wished)
    {
        if (!zone.Links.TryGetValue(wished.Name, out var existing) || existing.VirtualNetwork.Equals(wished.VirtualNetwork)) return;
        throw new ArmException(400, "BadRequest",
            $"The virtual network of the existing link '{wished.Name}' cannot be changed. Delete the link and create another.");
    }

    // These are found out only in the operation: a zone of the same name may lie in any group of the subscription.
    private static OperationError? Obstacle(SandboxState state, PrivateDnsZone zone, VirtualNetworkLink wished)
    {
        if (Overfills(zone, wished) is { } full) return full;
        var others = (from other in state.All<PrivateDnsZone>()
                      from link in other.Links.Values
                      where link.VirtualNetwork.Equals(wished.VirtualNetwork) && !link.Id.Equals(wished.Id)
                      select (Zone: other, Link: link)).ToList();
        if (others.Find(item => item.Zone.Name.Equals(zone.Name, StringComparison.OrdinalIgnoreCase)).Zone is { } same)
        {
            return new OperationError("BadRequest", "A virtual network cannot be linked to multiple zones with overlapping namespaces. "
                + $"You tried to link virtual network with '{zone.Name}' and '{same.Name}' zones.");
        }
        if (wished.RegistrationEnabled && others.Find(item => item.Link.RegistrationEnabled).Zone is { } registering)
        {
            return new OperationError("Conflict", "A virtual network can only be linked to 1 Private DNS zone(s) with auto-registration "
                + $"enabled; conflicting Private DNS zone is '{registering.Id}'.");
        }
        return others.Count < PrivateDnsZone.MaxOfNetwork ? null : new OperationError("Conflict",
            $"A virtual network can only be linked to {PrivateDnsZone.MaxOfNetwork} Private DNS zone(s).");
    }

    private static OperationError? Overfills(PrivateDnsZone zone, VirtualNetworkLink wished)
    {
        var others = zone.Links.Values.Where(link => !link.Id.Equals(wished.Id)).ToList();
        if (others.Count >= PrivateDnsZone.MaxLinks) return MapPrivateDnsZones.Exceeded("Virtual networks per private zone", zone.Id);
        return wished.RegistrationEnabled && others.Count(link => link.RegistrationEnabled) >= PrivateDnsZone.MaxLinksWithRegistration
            ? MapPrivateDnsZones.Exceeded("Registration virtual networks per private zone", zone.Id)
            : null;
    }

    private ArmAnswer Patch(ArmRequest request)
    {
        var (zone, asked) = (MapPrivateDnsZones.Find(request), Find(request));
        var properties = request.Body.Object("properties") ?? [];
        var (tags, ifMatch) = (TagRules.ReadOfPrivateDns(request.Body), request.IfMatch);
        var registration = properties.Flag("registrationEnabled");
        var (policy, state, now) = (ReadPolicy(properties), request.State, request.Now);
        VirtualNetworkLink? link = null;
        return longRunning.PrivateDns(request, "UpsertVirtualNetworkLink", () =>
        {
            // Another write may have replaced or removed it since.
            link = zone.Links.GetValueOrDefault(asked.Name);
            if (CheckCondition(asked.Name, link, ifMatch) is { } refusal) return refusal;
            if (link is null) return new OperationError("NotFound", $"The Virtual Network Link {asked.Name} does not exist any more.");
            var wished = new VirtualNetworkLink(link.Id)
            {
                VirtualNetwork = link.VirtualNetwork,
                RegistrationEnabled = registration ?? link.RegistrationEnabled,
                ResolutionPolicy = policy ?? link.ResolutionPolicy,
                Tags = tags ?? link.Tags,
                ChangedAt = now,
            };
            if (Obstacle(state, zone, wished) is { } obstacle) return obstacle;
            link.TakeOver(wished);
            link.NewETag();
            return null;
        }, () => link?.Render());
    }

    private ArmAnswer Delete(ArmRequest request)
    {
        if (!request.State.TryGet<PrivateDnsZone>(MapPrivateDnsZones.Id(request), out var zone)
            || !zone.Links.TryGetValue(request.Value("link"), out var link))
        {
            return new ArmAnswer(204);
        }
        var ifMatch = request.IfMatch;
        return longRunning.PrivateDnsDelete(request, link, "DeleteVirtualNetworkLink", () =>
        {
            if (CheckCondition(link.Name, zone.Links.GetValueOrDefault(link.Name), ifMatch) is { } refusal) return refusal;
            zone.Links.Remove(link.Name);
            return null;
        });
    }
}
