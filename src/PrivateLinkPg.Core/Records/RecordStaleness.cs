namespace PrivateLinkPg.Records;

/// <summary>
/// Tells whose the addresses of a record are, and which are of no use any more. An address is called stale only after all subscriptions
/// that the account sees were asked for it.
/// </summary>
internal static class RecordStaleness
{
    private enum Use { Good, Dead, Unknown }

    /// <summary>Fills in the endpoint and the staleness of a record that has the networks which see it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="owner">Who keeps it.</param>
    /// <param name="linksAreKnown">False where the networks that see it may not be read.</param>
    /// <param name="link">The facts.</param>
    public static async Task<PgDnsRecord> JudgeAsync(PgDnsRecord record, RecordOwner owner, bool linksAreKnown, LinkReader link)
    {
        List<string?> places =
            [record.SubscriptionId, .. record.VirtualNetworkId.Concat(owner.EndpointIds).Select(ResourceIds.Subscription)];
        PgDnsRecord judged = Judge(record, owner, await link.AllocatedAsync(places));
        if (judged.Stale == false && judged.StaleIpAddress.Count == 0) return judged;
        var visible = await link.SubscriptionsAsync();
        AllocatedAddresses all = await link.AllocatedAsync([.. places, .. (visible.Value ?? []).Select(each => each.SubscriptionId)]);
        return Judge(record, owner, all with { Complete = all.Complete && visible.IsFound && linksAreKnown });
    }

    /// <summary>Judges a record by the addresses that are known to be in use.</summary>
    public static PgDnsRecord Judge(PgDnsRecord record, RecordOwner owner, AllocatedAddresses allocated)
    {
        ExistingEndpoint? kept = allocated.Endpoints.FirstOrDefault(each => IsOwner(owner, each));
        bool orphaned = kept is null && owner.EndpointName is not null && allocated.Complete;
        var judged = record.IpAddress.Select(address => (Address: address, Verdict: Judge(address, record, owner, orphaned, allocated)))
            .ToList();
        ExistingEndpoint? endpoint = kept ?? allocated.Endpoints.FirstOrDefault(each => each.Addresses.Intersect(record.IpAddress).Any());
        string[] reasons = [.. judged.Select(each => each.Verdict.Reason).OfType<string>().Distinct()];
        return record with
        {
            EndpointId = endpoint?.Id ?? record.EndpointId,
            EndpointName = endpoint?.Name ?? record.EndpointName,
            TargetId = endpoint?.TargetId ?? record.TargetId,
            StaleIpAddress = [.. judged.Where(each => each.Verdict.Use == Use.Dead).Select(each => each.Address)],
            Stale = judged.TrueForAll(each => each.Verdict.Use == Use.Dead) ? true
                : judged.Exists(each => each.Verdict.Use == Use.Good) ? false
                : null,
            StaleReason = judged.Count == 0 ? "It has no address." : reasons.Length == 0 ? null : string.Join(" ", reasons),
        };
    }

    private static (Use Use, string? Reason) Judge(
        string address, PgDnsRecord record, RecordOwner owner, bool orphaned, AllocatedAddresses allocated)
    {
        ExistingEndpoint[] holders = [.. allocated.Endpoints.Where(each => each.Addresses.Contains(address))];
        ExistingEndpoint[] connected = [.. holders.Where(each => each.Status != "Disconnected")];
        if (connected.Any(each => owner.EndpointName is null || each.HostName is null || AzureNames.Same(each.HostName, record.HostName)))
            return (Use.Good, null);
        if (Array.Find(holders, each => each.Status == "Disconnected") is { } cut)
            return (Use.Dead, $"{address} is the address of private endpoint '{cut.Name}', whose connection is Disconnected.");
        string gone = orphaned ? $"private endpoint '{owner.EndpointName}', which it was made for, is gone" : "";
        string also = orphaned ? $"; {gone}" : "";
        if (holders is [{ } other, ..])
            return (Use.Dead, $"{address} is the address of private endpoint '{other.Name}', which leads to {other.HostName}{also}.");
        if (allocated.InUse.Contains(address))
            return orphaned ? (Use.Dead, $"{address} is in use for something else; {gone}.") : (Use.Good, null);
        if (!allocated.Complete) return (Use.Unknown, $"Nothing that can be seen has {address}, but not all subscriptions can be read.");
        return (Use.Dead, $"No network interface that can be seen has {address}{also}.");
    }

    private static bool IsOwner(RecordOwner owner, ExistingEndpoint endpoint) =>
        owner.IsMadeFor(endpoint.Id) || (owner.ZoneGroupEndpoint is not null && owner.IsZoneGroupOf(endpoint.Name, endpoint.ResourceGuid));
}
