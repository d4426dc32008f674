namespace PrivateLinkPg.Failures;

/// <content>Private DNS.</content>
internal static partial class Failure
{
    /// <summary>The endpoint has a zone group with other zones.</summary>
    public static CommandFailedException ZoneGroupDiffers(string endpoint, IEnumerable<string> zones) => Fail(
        FailureKind.Exists, endpoint, $"The private endpoint has a zone group already, for {string.Join(", ", zones)}.",
        "Use -Force to replace its zones; Azure allows one zone group per endpoint.");

    /// <summary>Azure would write no record of the target into such a zone.</summary>
    public static CommandFailedException ZoneGroupNotForZone(string endpoint, string zone, string? fitting) => Fail(
        FailureKind.InvalidOperation, endpoint,
        $"A zone group of this endpoint writes no record into '{zone}'"
        + $"{(fitting is null ? ", since its target is a Private Link service" : $", only into '{fitting}'")}.",
        fitting is null ? "Leave out -AsZoneGroup." : "Leave out -AsZoneGroup, or -ZoneName.");

    /// <summary>Azure writes the records of a zone group once the connection is approved.</summary>
    public static CommandFailedException ZoneGroupNotApproved(string endpoint, string status) => Fail(
        FailureKind.InvalidOperation, endpoint,
        $"The connection of the private endpoint is {status}, so a zone group would write no record for it.",
        "Have it approved first (Approve-PgEndpointConnection), or leave out -AsZoneGroup.");

    /// <summary>A zone group holds five zones.</summary>
    public static CommandFailedException ZoneGroupFull(string endpoint, IEnumerable<string> zones) => Fail(
        FailureKind.LimitsExceeded, endpoint,
        $"The zone group of the private endpoint has as many zones as Azure allows: {string.Join(", ", zones)}.",
        "Take one of them out of it, or leave out -AsZoneGroup.");

    /// <summary>The A record exists with other addresses.</summary>
    public static CommandFailedException RecordDiffers(
        string record, IEnumerable<string> addresses, string wished, string owner, bool unused) => Fail(
        FailureKind.Exists, record,
        $"The A record exists with {string.Join(", ", addresses)}, not {wished}; "
        + $"{owner}{(unused ? ", and no network interface that can be seen has that address any more" : "")}.",
        unused
            ? "Replace it with -Force."
            : "If nobody needs the old address, replace it with -Force; with -Append the name leads to both.");

    /// <summary>The A record leads to another living endpoint.</summary>
    public static CommandFailedException RecordShared(
        string record, string hostName, IEnumerable<string> addresses, string wished, string endpoint, string network) => Fail(
        FailureKind.Exists, record,
        $"In this zone '{hostName}' leads to {string.Join(", ", addresses)}, "
        + $"an address of private endpoint '{endpoint}' in virtual network '{network}'. "
        + $"A zone gives all networks that are linked to it one answer, so that network's clients would be led to {wished} too.",
        "Give the other network a zone of its own, in another resource group, or let it use the endpoint that is there. "
        + "Where both networks reach both addresses, New-PgPrivateDnsRecord -Append lets the name lead to both; "
        + "-Force takes the name over.");

    /// <summary>Two inputs of one command want different addresses for one record.</summary>
    public static CommandFailedException RecordClaimedTwice(string record, string first, string second) => Fail(
        FailureKind.InvalidArgument, record,
        $"Another input of the same command has the A record lead to {first}, so it was not written for {second}. "
        + "A zone gives one answer to all networks that are linked to it, and a resource group holds one zone of a name.",
        "Give each network's zone a group of its own: -ResourceGroupName 'rg-dns-{VirtualNetworkName}', with -CreateResourceGroup where "
        + "it is not there yet. Or let the name lead to all addresses with -Append.");

    /// <summary>The name of a zone's resource group has a placeholder that nothing can be put in.</summary>
    public static CommandFailedException InvalidGroupPattern(string pattern, string why, string remedy) => Fail(
        FailureKind.InvalidArgument, pattern, $"'{pattern}' cannot be the zone's resource group: {why}.", remedy);

    /// <summary>The region of a resource group that is to be created is not known.</summary>
    public static CommandFailedException GroupRegionUnknown(string group) => Fail(
        FailureKind.NotFound, group, $"The resource group '{group}' is not there, and the region to create it in is not known: "
        + "neither the virtual network nor the endpoint can be read.",
        "Create it (New-AzResourceGroup, az group create), or run the line where the virtual network may be read.");

    /// <summary>A record set holds so many addresses and no more.</summary>
    public static CommandFailedException RecordFull(
        string record, int most, IReadOnlyList<string> held, IReadOnlyList<string> given) => Fail(
        FailureKind.LimitsExceeded, record,
        $"Azure lets an A record have {most} addresses"
        + (held.Count == 0
            ? $", not {given.Count}."
            : $". It has {held.Count} ({string.Join(", ", held)}), so that {string.Join(", ", given)} does not fit."),
        "Take addresses out that nobody needs (Remove-PgPrivateDnsRecord -IpAddress), "
        + "or give networks that need others a zone of their own (-ResourceGroupName).");

    /// <summary>A right on the virtual network, or on the zone, is missing.</summary>
    public static CommandFailedException JoinDenied(ArmException cause, object? target) => Fail(
        FailureKind.PermissionDenied, target, $"No right to tie the zone to the other resource: {cause.Message}",
        "A link needs Microsoft.Network/virtualNetworks/join/action on the virtual network, "
        + "a zone group Microsoft.Network/privateDnsZones/join/action on the zone. "
        + "Ask their owner for it, or let the owner run this command.", cause);

    /// <summary>The network is linked to another zone of the same name, or of one within the other.</summary>
    public static CommandFailedException NetworkLinkedElsewhere(ArmException cause, object? target) => Fail(
        FailureKind.Exists, target, $"{target} is linked to another zone: {cause.Message}",
        "A virtual network sees only one zone of a name. Use the zone that it is linked to: "
        + "name its group and subscription with -ResourceGroupName and -SubscriptionId.", cause);

    /// <summary>Two inputs of one command want a network linked to two zones of one name.</summary>
    public static CommandFailedException NetworkClaimedTwice(string network, string first, string second) => Fail(
        FailureKind.InvalidArgument, network,
        $"Another input of the same command links {network} to {first}, and a network sees only one zone of a name, "
        + $"so nothing was written in {second}.",
        "Give both inputs the same zone: the same -ResourceGroupName, or none. -NoLink writes a record without a link.");

    /// <summary>Two inputs of one command want different settings of one record or link.</summary>
    public static CommandFailedException SettingClaimedTwice(
        string target, string what, string parameter, string? first, string second) => Fail(
            FailureKind.InvalidArgument, target,
            $"Another input of the same command {(first is null ? $"gives no {parameter}" : $"has the {parameter} '{first}'")} for {what}, "
            + $"so '{second}' was not written.",
            $"Give both inputs the same -{parameter}.");

    /// <summary>The network is linked to the zone that the endpoint's zone group has now, and can see no other of its name.</summary>
    public static CommandFailedException NetworkLinkedElsewhere(string network, string zone) => Fail(
        FailureKind.Exists, network,
        $"{network} is linked to {zone}, and sees only one zone of a name. "
        + "Its clients would lose the record that the zone group keeps there.",
        "Leave the endpoint in that zone, or have the network's link to it removed first; -NoLink leaves the links to somebody else.");

    /// <summary>The network is linked to a zone of the name, and a second one was about to be made, or written into, for it.</summary>
    public static CommandFailedException NetworkSeesOtherZone(string network, string zone, string place) => Fail(
        FailureKind.Exists, network,
        $"{network} is linked to {zone}, and sees only one zone of a name, so nothing was written to another for it.",
        $"Write into that zone, if its owner agrees, as every network that is linked to it gets the record: {place}. "
        + "Or have its link to the network removed first; -NoLink writes a record without a link.");

    /// <summary>Names that the same command was asked for have no record, and would be hidden.</summary>
    public static CommandFailedException LinkWithheld(IReadOnlyList<string> networks, IReadOnlyList<string> missing) => Fail(
        FailureKind.InvalidOperation, networks[0],
        $"{string.Join(", ", networks)} {(networks.Count == 1 ? "was" : "were")} not linked to the zone: clients there would not find "
        + $"'{missing[0]}'{(missing.Count == 1 ? "" : $" and {missing.Count - 1} more")} any more, "
        + "for which this command could not write a record.",
        "Mend what the other error names and run the line again; what is already done is not done twice. Without the input that names it, "
        + "or with -ResolutionPolicy NxDomainRedirect (privatelink zones only), the network is linked all the same.");

    /// <summary>The A record has another time to live.</summary>
    public static CommandFailedException RecordTimeToLiveDiffers(string record, long ttl, long wished) => Fail(
        FailureKind.Exists, record, $"The A record exists with a time to live of {ttl} s, not {wished} s.",
        "Use -Force to change it, or leave out -TimeToLive.");

    /// <summary>The link exists with another resolution policy.</summary>
    public static CommandFailedException LinkDiffers(string link, string policy, string wished) => Fail(
        FailureKind.Exists, link, $"The virtual network link exists with resolution policy {policy}, not {wished}.",
        "Use -Force to change it, or leave out -ResolutionPolicy.");

    /// <summary>Whether the zone exists somewhere in the subscription may not be read.</summary>
    public static CommandFailedException ZonesNotReadable(string zone, string subscriptionId, ArmException cause) => Fail(
        FailureKind.PermissionDenied, zone,
        $"The private DNS zones of subscription {subscriptionId} may not be listed, so whether it has a zone '{zone}' already is not known:"
        + $" {cause.Message}",
        "Say with -ResourceGroupName where the zone is, or is to be created.", cause);

    /// <summary>Several zones of the name exist in the subscription.</summary>
    public static CommandFailedException AmbiguousZone(string zone, IEnumerable<string> ids) => Fail(
        FailureKind.InvalidArgument, zone, $"Several private DNS zones are named '{zone}': {string.Join(", ", ids)}",
        "Say which with -ResourceGroupName.");

    /// <summary>The record does not exist, or this account cannot see it.</summary>
    public static CommandFailedException RecordNotFound(string record) => Fail(
        FailureKind.NotFound, record, $"There is no A record '{record}', or this account cannot see it.",
        "Check the id and the context (Get-PgAzureContext).");

    /// <summary>No zone of the subscriptions has such a record.</summary>
    public static CommandFailedException NoSuchRecord(string name, IEnumerable<string> subscriptions) => Fail(
        FailureKind.NotFound, name, $"No private DNS zone in subscription {string.Join(", ", subscriptions)} has an A record for '{name}'.",
        "New-PgPrivateDnsRecord creates one; -SubscriptionId looks elsewhere.");

    /// <summary>Several zones have a record for the name.</summary>
    public static CommandFailedException AmbiguousRecord(string hostName, IEnumerable<string> records) => Fail(
        FailureKind.InvalidArgument, hostName, $"Several zones have an A record for '{hostName}': {string.Join(", ", records)}",
        "Say which with -Id, or with -ZoneName and -ResourceGroupName.");

    /// <summary>A living endpoint's zone group keeps the record.</summary>
    public static CommandFailedException RecordKeptByZoneGroup(string record, string endpoint) => Fail(
        FailureKind.InvalidOperation, record,
        $"The zone group of private endpoint '{endpoint}' keeps the A record, and its clients need it.",
        "Remove the endpoint with Remove-PgPrivateEndpoint, which takes the record along, or use -Force.");

    /// <summary>A zone group wrote the record, and its endpoint cannot be seen.</summary>
    public static CommandFailedException RecordKeeperUnknown(string record, string endpoint) => Fail(
        FailureKind.InvalidOperation, record,
        $"The zone group of private endpoint '{endpoint}' wrote the A record, and whether that endpoint is still there cannot be seen.",
        "Use a context that can read the private endpoints of the zone's and the linked networks' subscriptions, or, where you know that "
        + "the endpoint is gone, -Force.");

    /// <summary>Another endpoint needs what Azure would take away, and it could not be written again.</summary>
    public static CommandFailedException SharedRecordNotReadable(string record, string endpoint) => Fail(
        FailureKind.PermissionDenied, record,
        $"The zone groups of this private endpoint and of '{endpoint}' share the A record '{record}', which this account may not read. "
        + "Azure would take it away from both, and it could not be written again.",
        "Use a context that can read and write the zone (Private DNS Zone Contributor).");

    /// <summary>The record was changed by others again and again.</summary>
    public static CommandFailedException RecordContended(string record) => Fail(
        FailureKind.Busy, record, "The A record was changed by somebody else each time it was about to be written.", "Run the line again.");

    /// <summary>The zone group was not as wished after several writes.</summary>
    public static CommandFailedException ZoneGroupContended(string endpoint, int tries) => Fail(
        FailureKind.Busy, endpoint,
        $"After {tries} tries the endpoint's zone group is not as wished. Somebody else may change it each time, as a policy of Azure's "
        + "does that sets zone groups.",
        "See who writes it in the activity log and agree on its zones, then run the line again.");

    /// <summary>The zone group is there, yet Azure made no record for it.</summary>
    public static CommandFailedException ZoneGroupWroteNoRecord(string endpoint, string record) => Fail(
        FailureKind.OperationFailed, endpoint, $"The zone group was made, but Azure wrote no record '{record}' for it.",
        "Zone groups write records only for zones that Azure names for the target, and only once the connection is approved. "
        + "Otherwise leave out -AsZoneGroup.");
}
