namespace PrivateLinkPg.Diagnosis;

/// <summary>
/// Why the clients' network does not lead the name to the endpoint: what Azure's DNS must answer there, by its zones, links and records,
/// held against what was answered.
/// </summary>
internal static class ZoneCauses
{
    /// <summary>Whether zones can be wrong at all: an address is known that would be right, and it is not where the name leads.</summary>
    // To an endpoint of another server the name need not lead.
    public static bool IsAsked(PathCase path) => path.Facts.Addresses.Count > 0 && path.Facts.LeadsElsewhere(path.Names) is null
        && (!path.LeadsToEndpoint || path.Words.Expected is not null);

    public static CauseText WrongExpectation(PathCase path) => new(
        $"{path.Words.Host} leads to {path.Words.Resolved}, which is the endpoint's own address; {path.Words.Expected}, which was "
            + "expected, is not.",
        $"Test-PgPrivateConnection {path.Words.Host} -ExpectedIpAddress {path.Words.Resolved}");

    /// <summary>A zone that has the right record, and that the network is not linked to.</summary>
    public static ZoneFacts? RightZone(PathCase path) => Usable(path).FirstOrDefault(zone => zone.Record is not null);

    // Its record stays as it is, so that nobody else notices.
    public static CauseText NotLinked(PathCase path)
    {
        ZoneFacts zone = RightZone(path)!;
        return CauseText.Mended(
            $"The private zone {zone.Name} in {Place(zone)} has the right record and is not linked to {path.Network}, "
                + "so that its clients get the public answer.",
            Record(path, zone));
    }

    /// <summary>A zone that could take the record.</summary>
    public static ZoneFacts? EmptyZone(PathCase path) => Usable(path).FirstOrDefault(zone => zone.Record is null);

    public static CauseText NotLinkedAndEmpty(PathCase path)
    {
        ZoneFacts zone = EmptyZone(path)!;
        return CauseText.Mended(
            $"The private zone {zone.Name} in {Place(zone)} is not linked to {path.Network}, and has no record of "
                + $"{path.Name} either, so that clients get the public answer.",
            Record(path, zone, writes: true));
    }

    public static CauseText NoZone(PathCase path) => CauseText.Mended(
        $"There is no private zone that would lead {path.Name} to the endpoint in {path.Network}.", Record(path));

    public static CauseText NotKnown(PathCase path)
    {
        LinkFacts facts = path.Facts;
        IEnumerable<string> unread = path.Zone is { } answering ? [$"the record of {path.Name} in {answering.Id}"]
            : facts.Zones.Where(zone => zone.LinksNotReadable).Select(zone => $"the links of {zone.Id}")
                .Concat(facts.UnreadZones.Select(subscription => $"the private zones of subscription {subscription}"))
                .Concat(facts.Zones.Where(zone => zone is { RecordNotReadable: true, LinksNotReadable: false }).Take(1)
                    .Select(zone => $"the record of {path.Name} in {zone.Id}"))
                .DefaultIfEmpty("the list of subscriptions");
        return new(
            $"Whether a private zone leads {path.Name} to the endpoint in {path.Network} is not known: {string.Join(" and ", unread)} "
                + $"cannot be read. Certain is that the endpoint has {path.Addresses}"
                + (facts.ConnectionStatus is { } status ? $" and that its connection is {status}." : "."),
            "Let somebody test who has the role Reader there, or get it; where Azure did not answer, test again.");
    }

    public static CauseText OtherAlias(PathCase path)
    {
        ZoneFacts zone = path.Zone!;
        return new(
            $"The record of {path.Name} in zone {zone.Name} ({Place(zone)}) makes it an alias of {zone.Alias}, which does not lead to the "
                + $"endpoint; that has {path.Addresses}.",
            $"See what else needs it, then put the address in its place: Remove-AzPrivateDnsRecordSet -ZoneName {zone.Name} "
                + $"-ResourceGroupName {ResourceIds.Group(zone.Id)} -Name {ZoneNames.RecordIn(zone.Name, path.Facts.Name)} "
                + $"-RecordType CNAME; then {Record(path, zone, writes: true).Command}");
    }

    public static CauseText Circle(PathCase path) => new(
        $"The record of {path.Facts.Name} in zone {path.Zone!.Name} ({Place(path.Zone)}) makes it an alias of {path.Zone.Alias}, which "
            + $"leads back to it: {path.Words.Host} has no address.",
        $"Put the address, or another alias, in its place: Remove-AzPrivateDnsRecordSet -ZoneName {path.Zone.Name} "
            + $"-ResourceGroupName {ResourceIds.Group(path.Zone.Id)} -Name {ZoneNames.RecordIn(path.Zone.Name, path.Facts.Name)} "
            + "-RecordType CNAME.");

    public static bool LacksRecord(PathCase path) => path.Zone!.Record is not { Count: > 0 }
        || (path.Zone.IsWildcard && path.Zone.Record.Except(path.Facts.Addresses).Any());

    public static CauseText NoRecord(PathCase path)
    {
        ZoneFacts zone = path.Zone!;
        string answer = zone.IsWildcard ? $"its wildcard leads it to {string.Join(", ", zone.Record!)}"
            : zone.AsksOnward ? "clients get the public answer, as the link lets missing names go on (NxDomainRedirect)"
            : "it answers that the name does not exist";
        return CauseText.Mended(
            $"The private zone {zone.Name} in {Place(zone)} is linked to {path.Network} and has no record of {path.Name}, "
                + $"so that {answer}.",
            Record(path, zone, writes: true));
    }

    public static CauseText TooWide(PathCase path)
    {
        (LinkFacts facts, ZoneFacts zone) = (path.Facts, path.Zone!);
        string message = $"The private zone {zone.Name} is linked to {path.Network} and has no record {facts.Name}: "
            + $"it hides every public name below {zone.Name} from the network.";
        string unlink = $"remove the link of {zone.Name}: Remove-AzPrivateDnsVirtualNetworkLink";
        RecordRepair narrow = Record(path) with { ZoneName = facts.ZoneName };
        // The narrower of two zones answers; but a privatelink zone is asked only after the public name was.
        if (!ZoneNames.IsPrivateLink(facts.ZoneName))
            return CauseText.Mended(message, narrow, "Make the narrow zone: ", $"; then {unlink}");
        bool isThere = facts.Zones.Any(other => other.IsLinked && AzureNames.Same(other.Name, facts.ZoneName));
        return new(message, $"See what else needs it, then {unlink}{(isThere ? "" : $". Then make the right zone: {narrow.Command}")}");
    }

    public static bool IsStale(PathCase path) => path.Zone!.Record!.Except(path.Facts.Addresses).Any();

    public static CauseText Stale(PathCase path)
    {
        (LinkFacts facts, ZoneFacts zone) = (path.Facts, path.Zone!);
        ExistingEndpoint? owner = facts.Owner is { } found && found.Addresses.Intersect(zone.Record!).Any() ? found : null;
        string whose = owner is null ? "" : $", which is private endpoint {owner.Id}'s, to {owner.TargetId}";
        string message = $"The record of {path.Name} in zone {zone.Name} ({Place(zone)}) leads to "
            + $"{string.Join(", ", zone.Record!)}{whose}; the endpoint has {path.Addresses}.";
        // Another network's way to the same server must not be taken from it.
        if (owner is not null && facts.Target is { } target && ResourceIds.Same(owner.TargetId, target.Value))
        {
            return new(message,
                "That endpoint is another network's way to the same server, so the record is left to it. "
                    + $"Give {path.Network} a zone of its own: remove its link to {zone.Id}, then "
                    + $"{Record(path).Command} -ResourceGroupName <a group without such a zone>");
        }
        RecordRepair repair = Record(path, zone, writes: true) with { Force = true };
        return CauseText.Mended(message, repair with { HeldBack = Keeper(zone, facts) ?? repair.HeldBack });
    }

    /// <summary>
    /// Whether Azure's DNS leads the name to the endpoint, for whoever asks it from inside the network; not known of a public name before
    /// a connection is approved.
    /// </summary>
    public static bool MustLead(PathCase path) => path.Zone is { } zone && (!path.IsExplained || path.Facts.NameLeadsToZone(zone));

    public static CauseText AsksOthers(PathCase path) => new(
        $"Zone and record are right, but {path.Network} asks its own DNS servers {string.Join(", ", path.Facts.CustomDnsServers)}, "
            + "which do not lead to the zone.",
        $"Let them forward {ZoneNames.Public(path.Facts.ZoneName)} to 168.63.129.16 (from inside a linked network), "
            + "or to a DNS Private Resolver's inbound endpoint.");

    public static CauseText AskedOthers(PathCase path) => new(
        $"Zone, link and record are right for {path.Network}; {path.Words.Resolver} does not ask Azure's DNS from inside that network, "
            + "or still keeps an older answer.",
        $"Test inside the network: Test-PgPrivateConnection {path.Words.Host} -DnsServer 168.63.129.16. "
            + $"Elsewhere, forward {ZoneNames.Public(path.Facts.ZoneName)} to a resolver in the network; "
            + "on this machine: Clear-DnsClientCache, or resolvectl flush-caches.");

    // The zone to link is one that has the right record, or none of the name and is nobody's own: any other is somebody else's.
    private static IEnumerable<ZoneFacts> Usable(PathCase path) => path.Facts.Zones.Where(zone =>
        zone is { LinksNotReadable: false, Alias: null } && !zone.IsWiderThan(path.Facts.ZoneName)
            && (zone.Record is null ? !zone.IsOthersOwn : !zone.Record.Except(path.Facts.Addresses).Any()));

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

    private static string Place(ZoneFacts zone) =>
        $"resource group {ResourceIds.Group(zone.Id)} of subscription {ResourceIds.Subscription(zone.Id)}";

    // What it writes into a zone, all networks see that are linked to it.
    private static RecordRepair Record(PathCase path, ZoneFacts? zone = null, bool writes = false) =>
        new(path.Facts.Name, path.Facts.Addresses, path.Facts.Network?.Id ?? "<the network's id>", path.Facts.EndpointId)
        {
            ZoneId = zone?.Id,
            HeldBack = path.Facts.Network is null ? "The clients' network is not known: pass -VirtualNetworkId."
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
