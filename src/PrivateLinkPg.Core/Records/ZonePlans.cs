using System.Globalization;

namespace PrivateLinkPg.Records;

/// <summary>
/// What the inputs of one command are to have of the zones of one name: which network is linked to which, and whose each host name is.
/// It is filled in the order of the inputs, before anything is written, so that a network gets one zone of a name and a name one meaning.
/// </summary>
internal sealed class ZonePlans
{
    private readonly Dictionary<string, Plan> _plans = new(StringComparer.OrdinalIgnoreCase);
    // By network: hundreds ask.
    private readonly Dictionary<string, HashSet<string>> _zonesOf = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those of a command, for the zones of one name and subscription.</summary>
    public static Task<ZonePlans> OfAsync(string subscriptionId, string zoneName, CommandHost host) =>
        host.OnceAsync($"zone plans {subscriptionId} {zoneName}", () => Task.FromResult(new ZonePlans()));

    /// <summary>The ids of the zones that earlier inputs have.</summary>
    public IEnumerable<string> Zones => _plans.Keys;

    /// <summary>The zones that earlier inputs will have these networks linked to.</summary>
    public IEnumerable<string> LinkedTo(IEnumerable<string> networkIds) =>
        networkIds.SelectMany(network => _zonesOf.GetValueOrDefault(network) ?? []);

    /// <summary>The earlier input that has the name in the zone; null where none has.</summary>
    public RecordSettings? Holder(string zoneId, string recordName) =>
        _plans.GetValueOrDefault(zoneId)?.Records.GetValueOrDefault(recordName);

    /// <summary>Whether the zone is another endpoint's by an earlier input, and no more than that endpoint's network will see it.</summary>
    public bool IsOfOther(string zoneId, string? endpointId) =>
        _plans.TryGetValue(zoneId, out Plan? plan) && IsOfOther(plan.FirstEndpoint, plan.Networks.Count, endpointId);

    /// <summary>What some input wants of the link of a network; null where none says anything of it.</summary>
    public string? Policy(string zoneId, string networkId) => _plans.GetValueOrDefault(zoneId)?.Networks.GetValueOrDefault(networkId);

    /// <summary>Gives an input its place.</summary>
    /// <exception cref="CommandFailedException">RecordClaimedTwice, NetworkClaimedTwice, SettingClaimedTwice.</exception>
    public void Take(string zoneId, string recordName, RecordSettings wished)
    {
        string? other = wished.NoLink ? null : wished.VirtualNetworkId.FirstOrDefault(network =>
            _zonesOf.GetValueOrDefault(network) is { } linked && !linked.Contains(zoneId));
        if (other is not null) throw Failure.NetworkClaimedTwice(other, _zonesOf[other].First(), zoneId);
        if (!_plans.TryGetValue(zoneId, out Plan? plan)) _plans[zoneId] = plan = new(wished.EndpointId);
        CheckLinks(zoneId, plan, wished);
        if (!plan.Records.TryGetValue(recordName, out RecordSettings? first)) plan.Records[recordName] = wished;
        else if (!Agree(first, wished)) throw Failure.RecordClaimedTwice($"{zoneId}/A/{recordName}", InWords(first), InWords(wished));
        else if (wished.TimeToLive is { } ttl && ttl != first.TimeToLive)
            throw Failure.SettingClaimedTwice(
                $"{zoneId}/A/{recordName}", "the A record", "TimeToLive", first.TimeToLive?.ToString(CultureInfo.InvariantCulture),
                ttl.ToString(CultureInfo.InvariantCulture));
        if (wished.NoLink) return;
        foreach (string network in wished.VirtualNetworkId)
        {
            plan.Networks[network] = wished.ResolutionPolicy ?? plan.Networks.GetValueOrDefault(network);
            if (!_zonesOf.TryGetValue(network, out var zones)) _zonesOf[network] = zones = new(StringComparer.OrdinalIgnoreCase);
            zones.Add(zoneId);
        }
    }

    /// <summary>Whether a zone that was made for an endpoint, if for one, is another's, and no more than its one network sees it.</summary>
    public static bool IsOfOther(string? madeFor, int networks, string? endpointId) =>
        madeFor is not null && !ResourceIds.Same(madeFor, endpointId) && networks <= 1;

    /// <summary>Whether a name can have what both inputs want of it.</summary>
    public static bool Agree(RecordSettings first, RecordSettings other) =>
        other.Append
        || (first.EndpointId is not null && ResourceIds.Same(first.EndpointId, other.EndpointId))
        || (first.IpAddress.Count > 0 && first.IpAddress.ToHashSet().SetEquals(other.IpAddress));

    // Links are made when all inputs have been planned, so one that says nothing of its policy agrees with any.
    private static void CheckLinks(string zoneId, Plan plan, RecordSettings wished)
    {
        if (wished.NoLink || wished.ResolutionPolicy is not { } policy) return;
        foreach (string network in wished.VirtualNetworkId)
        {
            if (plan.Networks.GetValueOrDefault(network) is { } other && other != policy)
                throw Failure.SettingClaimedTwice(network, $"the link of {zoneId} to {network}", "ResolutionPolicy", other, policy);
        }
    }

    private static string InWords(RecordSettings wished) =>
        (wished.IpAddress.Count > 0 ? string.Join(", ", wished.IpAddress) : "its own address")
        + (wished.EndpointId is { } endpoint ? $" of '{endpoint}'" : "");

    private sealed class Plan(string? firstEndpoint)
    {
        public string? FirstEndpoint { get; } = firstEndpoint;
        public Dictionary<string, string?> Networks { get; } = new(StringComparer.OrdinalIgnoreCase);
        public Dictionary<string, RecordSettings> Records { get; } = new(StringComparer.OrdinalIgnoreCase);
    }
}
