namespace PrivateLinkPg.Failures;

/// <content>What the user gave and cannot be right; found before anything is sent.</content>
internal static partial class Failure
{
    /// <summary>Not a resource id of the type that the parameter takes.</summary>
    public static CommandFailedException InvalidResourceId(string parameter, string given, string example) => Fail(
        FailureKind.InvalidArgument, given, $"-{parameter} '{given}' is not a resource id of the right type.",
        $"Give one of the form {example}");

    /// <summary>Neither the id of a target nor an alias.</summary>
    public static CommandFailedException InvalidTarget(string given) => Fail(
        FailureKind.InvalidArgument, given, $"-Target '{given}' is not something that a private endpoint to PostgreSQL can lead to.",
        "Give the resource id of a flexible server (…/Microsoft.DBforPostgreSQL/flexibleServers/<name>), "
        + "of a Cosmos DB for PostgreSQL cluster (…/serverGroupsv2/<name>) "
        + "or of a Private Link service (…/Microsoft.Network/privateLinkServices/<name>), "
        + "or a service's alias (<name>.<guid>.<region>.azure.privatelinkservice).");

    /// <summary>A name that Azure would refuse.</summary>
    public static CommandFailedException InvalidName(string parameter, string given, string rule) => Fail(
        FailureKind.InvalidArgument, given, $"-{parameter} '{given}' is not a name that Azure allows.", $"Use {rule}.");

    /// <summary>Two tags of one name.</summary>
    public static CommandFailedException TagGivenTwice(string one, string other) => Fail(
        FailureKind.InvalidArgument, one, $"-Tag has '{one}' and '{other}', which are one name to Azure.", "Leave out one of them.");

    /// <summary>A tag that Azure would refuse or lose.</summary>
    public static CommandFailedException InvalidTag(string name, string rule) => Fail(
        FailureKind.InvalidArgument, name,
        $"The tag '{(name.Length > 60 ? name[..60] + "…" : name)}' of -Tag is not one that Azure keeps.", $"Use {rule}.");

    /// <summary>More tags than Azure takes.</summary>
    public static CommandFailedException TooManyTags(int given, int most) => Fail(
        FailureKind.InvalidArgument, "Tag", $"-Tag has {given} tags; {most} can be set here.", "Leave some of them out.");

    /// <summary>A message to the other side is longer than its reader would see.</summary>
    public static CommandFailedException MessageTooLong(string parameter, int length, int longest) => Fail(
        FailureKind.InvalidArgument, parameter, $"-{parameter} has {length} characters; Azure takes {longest}.",
        $"Shorten it by {length - longest}.");

    /// <summary>Parameters that do not go together.</summary>
    public static CommandFailedException ConflictingParameters(string message, string remedy) => Fail(
        FailureKind.InvalidArgument, null, message, remedy);

    /// <summary>Something is needed that was neither given nor piped nor can be derived.</summary>
    public static CommandFailedException MissingParameter(string parameter, string why) => Fail(
        FailureKind.InvalidArgument, parameter, $"-{parameter} is needed: {why}", $"Pass -{parameter}.");

    /// <summary>Not an IP address of the kind that fits.</summary>
    public static CommandFailedException InvalidIpAddress(string parameter, string given) => Fail(
        FailureKind.InvalidArgument, given, $"-{parameter} '{given}' is not an IP address that can be used here.",
        "Give one in full, such as 10.0.1.4; Get-PgEndpointIp tells an endpoint's.");

    /// <summary>The resolution policy is for privatelink zones only (Azure DNS fallback to internet).</summary>
    public static CommandFailedException ResolutionPolicyNotForZone(string zoneName) => Fail(
        FailureKind.InvalidArgument, zoneName,
        $"-ResolutionPolicy NxDomainRedirect is for privatelink zones only, and '{zoneName}' is not one.",
        "Leave it out; a zone that holds only this host name shadows nothing.");

    /// <summary>The host name does not lie in the zone.</summary>
    public static CommandFailedException HostNotInZone(string hostName, string zoneName) => Fail(
        FailureKind.InvalidArgument, hostName,
        $"The host name '{hostName}' does not lie in the zone '{zoneName}', so a record there would never answer for it.",
        "Leave out -ZoneName for the default, or give a zone that the host name ends with.");
}
