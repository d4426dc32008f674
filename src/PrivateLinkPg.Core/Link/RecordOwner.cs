namespace PrivateLinkPg.Link;

/// <summary>Who keeps a record, as its metadata tells.</summary>
/// <param name="ZoneGroupEndpoint">The name of the endpoint whose zone group wrote it, as Azure notes it; null where none did.</param>
/// <param name="ResourceGuid">The resourceGuid of that endpoint.</param>
/// <param name="MadeFor">The endpoints that this module wrote it for, and the addresses that it wrote for each.</param>
/// <param name="IsOurs">True where this module wrote it first, for an endpoint or for none.</param>
internal sealed partial record RecordOwner(
    string? ZoneGroupEndpoint, string? ResourceGuid, IReadOnlyList<(string EndpointId, string Addresses)> MadeFor, bool IsOurs)
{
    private const string Creator = "creator";
    private const string Us = "PrivateLinkPg";
    private const string Endpoint = "endpointId";
    private const string Ip = "endpointIp";
    private const int LongestTag = 256;

    /// <summary>The endpoints that this module wrote it for.</summary>
    public IReadOnlyList<string> EndpointIds { get; } = [.. MadeFor.Select(each => each.EndpointId)];

    /// <summary>Manual or ZoneGroup.</summary>
    public string Kind => ZoneGroupEndpoint is null ? "Manual" : "ZoneGroup";

    /// <summary>The name of the endpoint behind the record, where the metadata knows one.</summary>
    public string? EndpointName => ZoneGroupEndpoint ?? (EndpointIds is [{ } id, ..] ? ResourceIds.TryParse(id)?.Name : null);

    public static RecordOwner Of(RecordResource record)
    {
        Dictionary<string, string> metadata = record.Properties?.Metadata ?? [];
        Match byAzure = ZoneGroupCreator().Match(metadata.Tag(Creator) ?? "");
        return new(
            byAzure.Success ? byAzure.Groups[1].Value : null,
            byAzure.Success && byAzure.Groups[2].Success ? byAzure.Groups[2].Value : null,
            [.. metadata.Where(NamesEndpoint).Select(pair => (pair.Value, metadata.Tag(IpKey(pair.Key)) ?? ""))],
            metadata.Tag(Creator) == Us);
    }

    /// <summary>True where the zone group of that endpoint keeps the record. Names recur from group to group; the GUID does not.</summary>
    public bool IsZoneGroupOf(string name, string? resourceGuid) =>
        ResourceGuid is not null && resourceGuid is not null
            ? AzureNames.Same(ResourceGuid, resourceGuid)
            : AzureNames.Same(ZoneGroupEndpoint, name);

    /// <summary>True where this module wrote the record for the endpoint.</summary>
    public bool IsMadeFor(string endpointId) => EndpointIds.Any(each => ResourceIds.Same(each, endpointId));

    /// <summary>True where this module wrote the address into the record for the endpoint.</summary>
    public bool IsMadeFor(string endpointId, string address) =>
        MadeFor.Any(each => ResourceIds.Same(each.EndpointId, endpointId) && each.Addresses.Split(',').Contains(address));

    /// <summary>The endpoints that some of its addresses were written for; empty text where this module wrote it for none.</summary>
    public IReadOnlyList<string> EndpointsOf(IEnumerable<string> addresses) => IsOurs && MadeFor.Count == 0 ? [""] :
        [.. MadeFor.Where(each => each.Addresses.Length == 0 || each.Addresses.Split(',').Intersect(addresses).Any())
            .Select(each => each.EndpointId)];

    /// <summary>Who keeps it, to follow "the record exists; ".</summary>
    public string InWords() =>
        ZoneGroupEndpoint is { } endpoint ? $"the zone group of private endpoint '{endpoint}' keeps it"
        : EndpointIds.Count > 0 ? $"it was made for '{string.Join("' and '", EndpointIds)}'"
        : "it was made by hand";

    /// <summary>The metadata of a record that is taken over for an endpoint: told from others', and going with its endpoint.</summary>
    public static Dictionary<string, string> TakenOver(
        Dictionary<string, string>? before, string? endpointId, IEnumerable<string> addresses)
    {
        Dictionary<string, string> mine = new() { [Creator] = Us };
        if (endpointId is not null) (mine[Endpoint], mine[Ip]) = (endpointId, string.Join(',', addresses));
        return new Dictionary<string, string>((before ?? []).Where(pair => !NamesEndpoint(pair) && !NamesAddresses(pair))).With(mine)!;
    }

    /// <summary>The metadata of a record that gets addresses more; who made it, and who kept it before, still did and does.</summary>
    public static Dictionary<string, string> Joined(
        Dictionary<string, string>? before, string? endpointId, IEnumerable<string> addresses)
    {
        Dictionary<string, string> metadata = new(before ?? []);
        if (endpointId is null) return metadata;
        string? key = metadata.Where(NamesEndpoint).FirstOrDefault(pair => ResourceIds.Same(pair.Value, endpointId)).Key;
        for (int number = 1; key is null; number++)
        {
            string free = number == 1 ? Endpoint : $"{Endpoint}{number}";
            if (metadata.Tag(free) is null) key = free;
        }
        IEnumerable<string> noted = metadata.Tag(IpKey(key))?.Split(',') ?? [];
        Dictionary<string, string> mine = new() { [key] = endpointId, [IpKey(key)] = string.Join(',', noted.Union(addresses)) };
        return metadata.With(mine)!;
    }

    /// <summary>The metadata of a record that an endpoint leaves and others stay in.</summary>
    public static Dictionary<string, string>? Left(Dictionary<string, string>? before, string? endpointId)
    {
        if (before is null || endpointId is null) return before;
        string[] keys = [.. before.Where(NamesEndpoint).Where(pair => ResourceIds.Same(pair.Value, endpointId)).Select(pair => pair.Key)];
        return new(before.ExceptBy(keys.Concat(keys.Select(IpKey)), pair => pair.Key, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The metadata that Azure gives a record of a zone group.</summary>
    public static Dictionary<string, string> ByZoneGroup(string name, string? resourceGuid) =>
        new() { [Creator] = $"created by private endpoint {name} with resource guid {resourceGuid}" };

    /// <summary>The tags of a zone or link that this module creates, which may go once nobody uses it; the user's own go first.</summary>
    /// <param name="tags">The user's.</param>
    /// <param name="endpointId">The endpoint that it is made for, if for one.</param>
    public static Dictionary<string, string> Mark(IReadOnlyDictionary<string, string>? tags, string? endpointId)
    {
        Dictionary<string, string> mark = new() { [Creator] = Us };
        if (endpointId?.Length <= LongestTag) mark[Endpoint] = endpointId;
        return mark.With(tags)!;
    }

    /// <summary>True where this module created the zone or link for the endpoint.</summary>
    public static bool IsMarkedFor<T>(Resource<T> resource, string endpointId) where T : class =>
        IsMarked(resource) && ResourceIds.Same(MarkedFor(resource), endpointId);

    /// <summary>The endpoint that a marked zone or link was created for; null where it was for none.</summary>
    public static string? MarkedFor<T>(Resource<T> resource) where T : class => resource.Tags.Tag(Endpoint);

    /// <summary>True where this module created the zone or link.</summary>
    public static bool IsMarked<T>(Resource<T> resource) where T : class => resource.Tags.Tag(Creator) == Us;

    private static bool NamesEndpoint(KeyValuePair<string, string> pair) =>
        pair.Key.StartsWith(Endpoint, StringComparison.OrdinalIgnoreCase);

    private static bool NamesAddresses(KeyValuePair<string, string> pair) => pair.Key.StartsWith(Ip, StringComparison.OrdinalIgnoreCase);

    // endpointIp2 beside endpointId2.
    private static string IpKey(string endpointKey) => Ip + endpointKey[Endpoint.Length..];

    // "created by private endpoint <name> with resource guid <guid>", as Azure writes it.
    [GeneratedRegex(@"^created by private endpoint (\S+)(?: with resource guid ([0-9a-f-]{36}))?", RegexOptions.IgnoreCase)]
    private static partial Regex ZoneGroupCreator();
}
