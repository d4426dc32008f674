namespace PrivateLinkPg.Failures;

/// <content>Private DNS.</content>
internal static partial class Failures
{
    /// <summary>The endpoint has a zone group with other zones.</summary>
    public static CommandFailedException ZoneGroupDiffers(string endpoint, IEnumerable<string> zones) => Fail(
        FailureKind.Exists, endpoint, $"The private endpoint has a zone group already, for {string.Join(", ", zones)}.",
        "Use -Force to replace its zones; Azure allows one zone group an endpoint.");

    /// <summary>The A record exists with other addresses.</summary>
    public static CommandFailedException RecordDiffers(string record, IEnumerable<string> addresses, string wished, string owner) => Fail(
        FailureKind.Exists, record, $"The A record exists with {string.Join(", ", addresses)}, not {wished}; {owner}.",
        "If nobody needs the old address, replace it with -Force.");

    /// <summary>The A record has another time to live.</summary>
    public static CommandFailedException RecordTimeToLiveDiffers(string record, long ttl, long wished) => Fail(
        FailureKind.Exists, record, $"The A record exists with a time to live of {ttl} s, not {wished} s.", "Use -Force to change it, or leave out -TimeToLive.");

    /// <summary>The link exists with another resolution policy.</summary>
    public static CommandFailedException LinkDiffers(string link, string policy, string wished) => Fail(
        FailureKind.Exists, link, $"The virtual network link exists with resolution policy {policy}, not {wished}.", "Use -Force to change it, or leave out -ResolutionPolicy.");

    /// <summary>Several zones of the name exist in the subscription.</summary>
    public static CommandFailedException AmbiguousZone(string zone, IEnumerable<string> ids) => Fail(
        FailureKind.InvalidArgument, zone, $"Several private DNS zones are named '{zone}': {string.Join(", ", ids)}",
        "Say which with -ResourceGroupName.");

    /// <summary>The record was changed by others again and again.</summary>
    public static CommandFailedException RecordContended(string record) => Fail(
        FailureKind.Busy, record, "The A record was changed by somebody else each time it was about to be written.", "Run the line again.");

    /// <summary>The zone group is there, yet Azure made no record for it.</summary>
    public static CommandFailedException ZoneGroupWroteNoRecord(string endpoint, string record) => Fail(
        FailureKind.OperationFailed, endpoint, $"The zone group was made, but Azure wrote no record '{record}' for it.",
        "Zone groups write records only for zones that Azure names for the target, and only once the connection is approved. Otherwise leave out -AsZoneGroup.");
}
