namespace PrivateLinkPg.Records;

/// <summary>
/// Which zone a record goes to. With -ResourceGroupName it is that group's. Without, it is the zone of that name in the subscription that
/// the networks are linked to, since a network sees only one of each name; else one that several share, in which the name is free or leads
/// to the same endpoint already; else a new one in the endpoint's or the network's group, for these networks alone.
/// </summary>
internal static class ZoneChoice
{
    /// <summary>The zone's id, and whether it exists. From here on the name in it is this input's.</summary>
    /// <exception cref="CommandFailedException">
    /// AmbiguousZone, ZonesNotReadable, RecordClaimedTwice, NetworkClaimedTwice, NetworkSeesOtherZone.
    /// </exception>
    public static async Task<(string Id, bool Exists)> FindAsync(RecordSettings wished, DnsPlan plan, LinkReader link, CommandHost host)
    {
        // Taken at once: the inputs' order decides, not which answer comes first.
        Task<Turn> turning = host.TurnAsync($"zones {plan.SubscriptionId} {plan.ZoneName}");
        string near = $"/subscriptions/{plan.SubscriptionId}/resourceGroups/{plan.GroupName}"
            + $"/providers/Microsoft.Network/privateDnsZones/{plan.ZoneName}";
        bool isGiven = wished.ResourceGroupName is not null;
        Task<NamedZones> reading = isGiven ? NamedZones.OfGroupAsync(near, link) : NamedZones.ReadAsync(plan, link, host);
        using Turn turn = await turning;
        NamedZones found = await reading;
        ZonePlans plans = await ZonePlans.OfAsync(plan.SubscriptionId, plan.ZoneName, host);
        string id = isGiven ? near : await ChooseAsync(near, found, wished, plan, plans, link);
        bool exists = found.Contains(id);
        await ZonesElsewhere.DemandNoneAsync(id, exists, wished, plan, link, host);
        plans.Take(id, plan.RecordName, wished);
        return (id, exists);
    }

    private static async Task<string> ChooseAsync(
        string near, NamedZones found, RecordSettings wished, DnsPlan plan, ZonePlans plans, LinkReader link)
    {
        string[] seen =
        [
            .. wished.VirtualNetworkId.SelectMany(network => found.LinkedTo(network)).Concat(plans.LinkedTo(wished.VirtualNetworkId))
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        if (seen.Length == 1) return seen[0];
        if (seen.Length > 1) throw Failure.AmbiguousZone(plan.ZoneName, seen);

        string[] all = [.. found.Ids.Union(plans.Zones, StringComparer.OrdinalIgnoreCase)];
        bool isThere = all.Contains(near, StringComparer.OrdinalIgnoreCase);
        Fit nearby = isThere ? await FitAsync(near, isShared: true) : Fit.None;
        if (nearby == Fit.Leads) return near;
        (string Zone, Fit Fit)[] others = await Task.WhenAll(
            all.Where(zone => !ResourceIds.Same(zone, near)).Select(async zone => (zone, await FitAsync(zone, IsShared(zone)))));
        // Where the name leads to the endpoint already, it stays: else the same line would write it elsewhere the next time.
        foreach (Fit fit in (Fit[])[Fit.Leads, Fit.Free])
        {
            if (nearby == fit) return near;
            string[] open = [.. others.Where(each => each.Fit == fit).Select(each => each.Zone)];
            if (open.Length > 0) return open.Length == 1 ? open[0] : throw Failure.AmbiguousZone(plan.ZoneName, open);
        }
        return near;

        // Who is led into a zone of another network alone finds that network's endpoints, which it may not reach.
        bool IsShared(string zone) =>
            !(found.Contains(zone) ? found.IsOfOther(zone, wished.EndpointId) : plans.IsOfOther(zone, wished.EndpointId));

        // Whether the name can be this input's there: it leads to its endpoint already, or is nobody's yet where others may come in, or is
        // taken over or shared because the user says so.
        async Task<Fit> FitAsync(string zone, bool isShared)
        {
            if (plans.Holder(zone, plan.RecordName) is { } holder) return ZonePlans.Agree(holder, wished) ? Fit.Leads : Fit.None;
            // What is there is about that other endpoint; with hundreds of such zones it is not worth a look each.
            if (!isShared && wished is { EndpointId: not null, Append: false }) return Fit.None;
            RecordResource? record = found.Contains(zone) ? (await link.RecordAsync($"{zone}/A/{plan.RecordName}")).Value : null;
            if (record is null) return isShared ? Fit.Free : Fit.None;
            RecordOwner owner = RecordOwner.Of(record);
            bool leads = record.Addresses().Intersect(wished.IpAddress).Any()
                || (wished.EndpointId is { } endpoint
                    && (owner.IsMadeFor(endpoint) || owner.IsZoneGroupOf(ResourceIds.Name(endpoint), null)));
            return leads ? Fit.Leads : wished.Append || (wished.Force && isShared) ? Fit.Free : Fit.None;
        }
    }

    /// <summary>What a zone is to an input's name.</summary>
    private enum Fit
    {
        /// <summary>Somebody else's.</summary>
        None,

        /// <summary>It can be written there.</summary>
        Free,

        /// <summary>It leads to the input's endpoint, or will by an earlier input.</summary>
        Leads,
    }
}
