namespace PrivateLinkPg.Failures;

/// <content>Connections on the target's side.</content>
internal static partial class Failure
{
    /// <summary>Several connections match a name without a wildcard.</summary>
    public static CommandFailedException AmbiguousConnection(string target, string name, IEnumerable<string> matches) => Fail(
        FailureKind.InvalidArgument, target, $"Several connections match {name}: {string.Join(", ", matches)}.",
        "Give one of these names in full, or a wildcard such as 'dbt*' to mean all of them.");

    /// <summary>No connection matches.</summary>
    public static CommandFailedException ConnectionNotFound(string target, string wanted, IEnumerable<string> existing) => Fail(
        FailureKind.NotFound, target, $"No connection matches {wanted}. The target has: {Listed(existing)}",
        "A request can take a minute to arrive; for a vendor's, check that it was made against this target.");

    /// <summary>The endpoint leads to an alias, so its target's owner must act.</summary>
    public static CommandFailedException TargetBehindAlias(string endpoint, string alias) => Fail(
        FailureKind.InvalidOperation, endpoint, $"The endpoint leads to the alias '{alias}', so the service behind it is not known here.",
        "Ask the service's owner to approve, or approve with -Target and the service's resource id.");

    /// <summary>Connections are looked up at the service, which an alias does not name.</summary>
    public static CommandFailedException ConnectionsOfAlias(string alias) => Fail(
        FailureKind.InvalidArgument, alias,
        $"'{alias}' is an alias, and only the owner of a Private Link service sees its connections, by the service's resource id.",
        "As the owner, give the service's resource id; as the requester, give the id of the private endpoint.");

    /// <summary>Azure does not take back a rejection, and an owner's removal is final.</summary>
    public static CommandFailedException ConnectionFinal(string connection, string status) => Fail(
        FailureKind.InvalidOperation, connection, $"The connection is {status}, and Azure accepts no further decision on it.",
        "Let the requester make the request again (New-PgPrivateEndpoint with -Force creates the endpoint anew), "
        + "and decide on the new connection; Remove-PgEndpointConnection takes this one away.");

    /// <summary>Only the requester's own words say which connection is meant, and nobody can be asked.</summary>
    public static CommandFailedException RequesterNotNamed(string connection, string? endpoint) => Fail(
        FailureKind.InvalidOperation, connection,
        $"The connection was found by what its requester wrote, which anybody can write, and nobody can be asked here whether '{endpoint}' "
        + "may connect.",
        "Say whose the endpoint is with -EndpointId or -EndpointSubscriptionId; -Force approves without asking.");

    /// <summary>The request was accepted, yet a side still shows another state.</summary>
    public static CommandFailedException ConnectionNotSettled(string connection, string decision, string target, string endpoint) => Fail(
        FailureKind.OperationFailed, connection,
        $"Azure accepted the {decision}, but the target says {target} and the endpoint says {endpoint}.",
        "Run the line again; if it stays so, remove the connection and create the endpoint again.");

    /// <summary>The target's own work on the connection failed.</summary>
    public static CommandFailedException ConnectionFailed(string connection, string status, string? description) => Fail(
        FailureKind.OperationFailed, connection,
        $"The target could not finish the connection: it is Failed, with status {status}{Said(description)}.",
        "Run Approve- or Deny-PgEndpointConnection once more, which asks Azure again; if it stays so, remove the connection "
        + "(Remove-PgEndpointConnection) and let the requester make the endpoint anew.");

    /// <summary>The connection went away while it was decided on.</summary>
    public static CommandFailedException ConnectionGone(string connection) => Fail(
        FailureKind.NotFound, connection, "The connection is gone: it, or its endpoint, was removed meanwhile.",
        "Get-PgEndpointConnection -Target shows what is there; let the requester make the request again if it is still wanted.");

    /// <summary>Waited for in vain: the other side decided otherwise.</summary>
    public static CommandFailedException ConnectionDecided(string id, string status, IEnumerable<string> wanted) => Fail(
        FailureKind.InvalidOperation, id, $"The connection is {status} and will not become {string.Join(" or ", wanted)} any more.",
        status == "Approved"
            ? "Nothing is left to approve. Use -State Pending, Approved for a script that may run twice."
            : "Make the request again: New-PgPrivateEndpoint with -Force creates the endpoint anew.");

    /// <summary>What was waited for did not come in time.</summary>
    public static CommandFailedException ConnectionNotSeen(string wanted, IEnumerable<string> states, TimeSpan limit, string seen) => Fail(
        FailureKind.Timeout, wanted,
        $"Within {limit.TotalSeconds:0} s, {wanted} did not become {string.Join(" or ", states)}; last seen: {seen}.",
        "Run the same line again to wait on, with a longer -TimeoutSec if needed. "
        + "For a vendor's request, check that it names this target.");

    /// <summary>Neither a connection, an endpoint nor a target.</summary>
    public static CommandFailedException InvalidConnection(string given) => Fail(
        FailureKind.InvalidArgument, given, $"'{given}' is neither the id of a connection, nor of a private endpoint, nor of a target.",
        "Give …/privateEndpointConnections/<name>, …/Microsoft.Network/privateEndpoints/<name>, or the id of a flexible server, "
        + "a cluster or a Private Link service with -Name.");
}
