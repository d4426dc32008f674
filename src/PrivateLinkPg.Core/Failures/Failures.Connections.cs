namespace PrivateLinkPg.Failures;

/// <content>Connections on the target's side.</content>
internal static partial class Failures
{
    /// <summary>Several connections match a name without a wildcard.</summary>
    public static CommandFailedException AmbiguousConnection(string target, string name, IEnumerable<string> matches) => Fail(
        FailureKind.InvalidArgument, target, $"Several connections match '{name}': {string.Join(", ", matches)}.",
        "Give one of these names in full, or a wildcard such as 'dbt*' to mean all of them.");

    /// <summary>No connection matches.</summary>
    public static CommandFailedException ConnectionNotFound(string target, string wanted, IEnumerable<string> existing) => Fail(
        FailureKind.NotFound, target, $"No connection matches {wanted}. The target has: {Listed(existing)}",
        "A request can take a minute to arrive; for a vendor's, check that it was made against this target.");

    /// <summary>The endpoint leads to an alias, so its target's owner must act.</summary>
    public static CommandFailedException TargetBehindAlias(string endpoint, string alias) => Fail(
        FailureKind.InvalidOperation, endpoint, $"The endpoint leads to the alias '{alias}', so the service behind it is not known here.",
        "Ask the service's owner to approve, or approve with -Target and the service's resource id.");

    /// <summary>Azure does not take back a rejection, and an owner's removal is final.</summary>
    public static CommandFailedException ConnectionFinal(string connection, string status) => Fail(
        FailureKind.InvalidOperation, connection, $"The connection is {status}, and Azure does not approve such a one again.",
        "Let the requester remove the endpoint and create it again; approve the new connection.");

    /// <summary>The request was accepted, yet a side still shows another state.</summary>
    public static CommandFailedException ConnectionNotSettled(string connection, string target, string endpoint) => Fail(
        FailureKind.OperationFailed, connection, $"Azure accepted the approval, but the target says {target} and the endpoint says {endpoint}.",
        "Run the line again; if it stays so, remove the connection and create the endpoint again.");

    /// <summary>Neither a connection, an endpoint nor a target.</summary>
    public static CommandFailedException InvalidConnection(string given) => Fail(
        FailureKind.InvalidArgument, given, $"'{given}' is neither the id of a connection nor of a private endpoint.",
        "Give …/privateEndpointConnections/<name> or …/Microsoft.Network/privateEndpoints/<name>; for all connections of a target use -Target with -Name.");
}
