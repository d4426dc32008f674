namespace PrivateLinkPg.Diagnosis;

/// <summary>What of a path that works may break, or break others, by what Azure tells; only what is certain.</summary>
internal static class LinkNotices
{
    /// <summary>Each in one sentence; none where there is nothing.</summary>
    public static IEnumerable<string> Of(ProbeWords words, LinkFacts facts)
    {
        if (facts.AnsweringZone is not { } zone) yield break;
        if (zone.IsWiderThan(facts.ZoneName))
        {
            yield return $"The private zone {zone.Name} answers in {facts.Network?.Name} for every name below it, so that those without a "
                + $"record in it are not found; {facts.ZoneName} would be enough.";
        }
        if (zone.Owner is { IsOurs: false, ZoneGroupEndpoint: null, EndpointIds.Count: 0 })
        {
            yield return $"Nobody noted for what the record of {words.Host} in {zone.Name} was written: no command sees when it is not "
                + "needed any more, and whoever removes the endpoint has to think of it.";
        }
        // One of several endpoints to the server may be another than the name is meant to lead to.
        if (facts is { EndpointIsGuessed: false, Addresses.Count: > 0 }
            && zone.Record?.Except(facts.Addresses).ToArray() is { Length: > 0 } others)
        {
            yield return $"The record of {words.Host} in {zone.Name} leads to {string.Join(", ", others)} too, which the private endpoint "
                + $"{ResourceIds.Name(facts.EndpointId!)} does not have.";
        }
    }
}
