namespace PrivateLinkPg.Diagnosis;

/// <summary>
/// Why the clients' network does not lead the name to the endpoint: what Azure's DNS must answer there, by its zones, links and records,
/// held against what was answered.
/// </summary>
internal static class ZoneCauses
{
    /// <summary>The root cause; null where no address is known that would be right.</summary>
    /// <param name="words">What the probe tells.</param>
    /// <param name="facts">What Azure tells.</param>
    /// <param name="isExplained">
    /// Whether something that is wrong with the endpoint explains the answer: before a connection is approved, Azure's public name is no
    /// alias of the private one, and whoever asks gets the public address.
    /// </param>
    public static RootCause? Of(ProbeWords words, LinkFacts facts, bool isExplained)
    {
        if (facts.Addresses.Count == 0) return null;
        if (words.ResolvedAddresses is { Count: > 0 } resolved && resolved.All(facts.Addresses.Contains))
        {
            return words.Expected is not { } expected ? null : new(
                "ExpectedAddressWrong",
                $"{words.Host} leads to {words.Resolved}, which is the endpoint's own address; {expected}, which was expected, is not.",
                $"Test-PgPrivateConnection {words.Host} -ExpectedIpAddress {words.Resolved}");
        }
        if (facts.AnsweringZone is not { } answering) return NotLinked(words, facts);
        if (answering.RecordNotReadable) return NotKnown(words, facts, $"the record of {words.Host} in {answering.Id}");
        if (answering.Record is not { Count: > 0 }) return WithoutRecord(words, facts, answering);
        if (answering.Record.Except(facts.Addresses).Any()) return Stale(words, facts, answering);
        if (isExplained && !facts.NameLeadsToZone(answering)) return null;
        if (facts.CustomDnsServers.Count > 0)
        {
            return new("CustomDnsServers",
                $"Zone and record are right, but {Network(facts)} asks its own DNS servers {string.Join(", ", facts.CustomDnsServers)}, "
                    + "which do not lead to the zone.",
                $"Let them forward {ZoneNames.Public(facts.ZoneName)} to 168.63.129.16 (from inside a linked network), "
                    + "or to a DNS Private Resolver's inbound endpoint.");
        }
        return new("OtherResolver",
            $"Zone, link and record are right for {Network(facts)}; {words.Resolver} does not ask Azure's DNS from inside that network, "
                + "or still keeps an older answer.",
            $"Test inside the network: Test-PgPrivateConnection {words.Host} -DnsServer 168.63.129.16. "
                + $"Elsewhere, forward {ZoneNames.Public(facts.ZoneName)} to a resolver in the network; "
                + "on this machine: Clear-DnsClientCache, or resolvectl flush-caches.");
    }

    // The zone to link is one that has the right record, or none of the name and is nobody's own: any other is somebody else's.
    private static RootCause NotLinked(ProbeWords words, LinkFacts facts)
    {
        ZoneFacts[] usable =
        [
            .. facts.Zones.Where(zone => !zone.LinksNotReadable && !zone.IsWiderThan(facts.ZoneName)
                && (zone.Record is null ? !zone.IsOthersOwn : !zone.Record.Except(facts.Addresses).Any())),
        ];
        if (usable.FirstOrDefault(zone => zone.Record is not null) is { } right)
        {
            // Its record stays as it is, so that nobody else notices.
            return RootCause.Mended("ZoneNotLinked",
                $"The private zone {right.Name} in {Place(right)} has the right record and is not linked to {Network(facts)}, "
                    + "so that its clients get the public answer.", Record(words, facts, right));
        }
        string[] unknown =
            [.. facts.Zones.Where(zone => zone.LinksNotReadable).Select(zone => $"the links of {zone.Id}"), .. Unlisted(facts)];
        if (unknown.Length > 0) return NotKnown(words, facts, string.Join(" and ", unknown));
        if (usable is [{ } empty, ..])
        {
            if (empty.RecordNotReadable) return NotKnown(words, facts, $"the record of {words.Host} in {empty.Id}");
            return RootCause.Mended("ZoneNotLinked",
                $"The private zone {empty.Name} in {Place(empty)} is not linked to {Network(facts)}, and has no record of {words.Host} "
                    + "either, so that clients get the public answer.", Record(words, facts, empty, writes: true));
        }
        return RootCause.Mended("ZoneMissing",
            $"There is no private zone that would lead {words.Host} to the endpoint in {Network(facts)}.", Record(words, facts));
    }

    private static RootCause WithoutRecord(ProbeWords words, LinkFacts facts, ZoneFacts zone) => zone.IsWiderThan(facts.ZoneName)
        ? TooWide(words, facts, zone)
        : RootCause.Mended("RecordMissing",
            $"The private zone {zone.Name} in {Place(zone)} is linked to {Network(facts)} and has no record of {words.Host}, "
                + "so that it answers that the name does not exist.", Record(words, facts, zone, writes: true));

    private static RootCause TooWide(ProbeWords words, LinkFacts facts, ZoneFacts zone)
    {
        string message = $"The private zone {zone.Name} is linked to {Network(facts)} and has no record {words.Host}: "
            + $"it hides every public name below {zone.Name} from the network.";
        string unlink = $"remove the link of {zone.Name}: Remove-AzPrivateDnsVirtualNetworkLink";
        RecordRepair narrow = Record(words, facts) with { ZoneName = facts.ZoneName };
        // The narrower of two zones answers; but a privatelink zone is asked only after the public name was.
        if (!ZoneNames.IsPrivateLink(facts.ZoneName))
            return RootCause.Mended("ZoneTooWide", message, narrow, "Make the narrow zone: ", $"; then {unlink}");
        bool isThere = facts.Zones.Any(other => other.IsLinked && AzureNames.Same(other.Name, facts.ZoneName));
        return new("ZoneTooWide", message,
            $"See what else needs it, then {unlink}{(isThere ? "" : $". Then make the right zone: {narrow.Command}")}");
    }

    private static RootCause Stale(ProbeWords words, LinkFacts facts, ZoneFacts zone)
    {
        string held = string.Join(", ", zone.Record!);
        ExistingEndpoint? owner = facts.Owner is { } found && found.Addresses.Intersect(zone.Record!).Any() ? found : null;
        string whose = owner is null ? "" : $", which is private endpoint {owner.Id}'s, to {owner.TargetId}";
        string message = $"The record of {words.Host} in zone {zone.Name} ({Place(zone)}) leads to {held}{whose}; "
            + $"the endpoint has {string.Join(", ", facts.Addresses)}.";
        // Another network's way to the same server must not be taken from it.
        bool isOthers = owner is not null && facts.Target is { } target && ResourceIds.Same(owner.TargetId, target.Value);
        if (isOthers)
        {
            return new("RecordStale", message,
                "That endpoint is another network's way to the same server, so the record is left to it. "
                    + $"Give {Network(facts)} a zone of its own: remove its link to {zone.Id}, then "
                    + $"{Record(words, facts).Command} -ResourceGroupName <a group without such a zone>");
        }
        RecordRepair repair = Record(words, facts, zone, writes: true) with { Force = true };
        return RootCause.Mended("RecordStale", message, repair with { HeldBack = Keeper(zone, facts) ?? repair.HeldBack });
    }

    // Who may still need what the record holds; null where it was written for this endpoint, which has another address now.
    private static string? Keeper(ZoneFacts zone, LinkFacts facts)
    {
        RecordOwner? owner = zone.Owner;
        string? others = owner?.EndpointIds.FirstOrDefault(each => !ResourceIds.Same(each, facts.EndpointId));
        return owner?.ZoneGroupEndpoint is { } endpoint ? $"The zone group of private endpoint {endpoint} keeps it."
            : others is not null ? $"It was made for {others}."
            : facts.EndpointId is { } own && zone.Record!.Except(facts.Addresses).All(each => owner?.IsMadeFor(own, each) == true) ? null
            : $"Nobody noted for what {string.Join(", ", zone.Record!)} was put there, and something may answer at it.";
    }

    private static RootCause NotKnown(ProbeWords words, LinkFacts facts, string what) => new(
        "ZonesNotReadable",
        $"Whether a private zone leads {words.Host} to the endpoint in {Network(facts)} is not known: {what} cannot be read. "
            + $"Certain is that the endpoint has {string.Join(", ", facts.Addresses)}"
            + (facts.ConnectionStatus is { } status ? $" and that its connection is {status}." : "."),
        "Let somebody test who has the role Reader there, or get it; where Azure did not answer, test again.");

    private static IEnumerable<string> Unlisted(LinkFacts facts) =>
        facts.UnreadZones.Select(subscription => $"the private zones of subscription {subscription}");

    private static string Network(LinkFacts facts) => facts.Network?.Name ?? "the endpoint's network";

    private static string Place(ZoneFacts zone) =>
        $"resource group {ResourceIds.Group(zone.Id)} of subscription {ResourceIds.Subscription(zone.Id)}";

    // What it writes into a zone, all networks see that are linked to it.
    private static RecordRepair Record(ProbeWords words, LinkFacts facts, ZoneFacts? zone = null, bool writes = false) =>
        new(words.Host, facts.Addresses, facts.Network?.Id ?? "<the network's id>", facts.EndpointId)
        {
            ZoneId = zone?.Id,
            HeldBack = facts.Network is null ? "The clients' network is not known: pass -VirtualNetworkId."
                : !writes || zone is null ? null
                : zone.LinksNotReadable ? $"Which other networks look names up in {zone.Id} is not to be seen from here."
                : zone.OtherNetworks.Count > 0
                    ? $"{OtherNetworks(zone)} would be led to this endpoint too, since {zone.Id} is linked to it as well."
                : null,
        };

    private static string OtherNetworks(ZoneFacts zone) => zone.OtherNetworks switch
    {
        [var one] => $"Virtual network {ResourceIds.Name(one)}",
        [var first, ..] => $"Virtual network {ResourceIds.Name(first)}, with {zone.OtherNetworks.Count - 1} others,",
        _ => "",
    };
}
