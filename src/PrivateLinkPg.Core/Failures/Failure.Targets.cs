namespace PrivateLinkPg.Failures;

/// <content>What endpoints lead to.</content>
internal static partial class Failure
{
    /// <summary>The target is of a kind, or in a mode, that takes no private endpoints.</summary>
    public static CommandFailedException PrivateLinkNotSupported(object? target, string reason, Exception? cause = null) => Fail(
        FailureKind.InvalidOperation, target, $"The target cannot take private endpoints: {reason}",
        "A server that was created with VNet integration must be migrated to the public-access networking mode first "
        + "(az postgres flexible-server migrate-network), or reached through its own VNet.", cause);

    /// <summary>The Private Link service does not exist or is not visible to this subscription.</summary>
    public static CommandFailedException ServiceNotVisible(ArmException cause, object? target) => Fail(
        FailureKind.NotFound, target, cause.Message,
        "Check the id or alias, and ask the service's owner to make it visible to the endpoint's subscription.", cause);

    /// <summary>The target does not exist, or this account cannot see it.</summary>
    public static CommandFailedException TargetNotFound(string target, string label) => Fail(
        FailureKind.NotFound, target, $"There is no such {label}, or this account cannot see it: '{target}'.",
        "Check the id and the context (Get-PgAzureContext). For a target of somebody else, send a request with -ManualRequest.");

    /// <summary>The server was created inside a virtual network and takes no private endpoints.</summary>
    public static CommandFailedException ServerInVirtualNetwork(string target, string subnet) => Fail(
        FailureKind.InvalidOperation, target,
        $"The server is integrated in a virtual network (subnet '{subnet}') and such servers take no private endpoints.",
        "Reach it through that network, by peering for example, "
        + "or migrate it with 'az postgres flexible-server migrate-network' (about 20 minutes, about 10 of them down; "
        + "public access is off afterwards).");

    /// <summary>The target is in a state in which it takes no endpoints.</summary>
    public static CommandFailedException TargetNotReady(string target, string state) => Fail(
        FailureKind.InvalidOperation, target, $"The target is {state}.", "Bring it back to Ready, or choose another.");

    /// <summary>The service behind an alias is not visible to the endpoint's subscription.</summary>
    public static CommandFailedException ServiceNotVisible(string alias, string subscriptionId) => Fail(
        FailureKind.NotFound, alias,
        $"The Private Link service '{alias}' does not exist or is not visible to subscription {subscriptionId}.",
        $"Check the alias, and ask the service's owner to add subscription {subscriptionId} to its visibility "
        + "(for BigAnimal: the cluster's Networking settings).");

    /// <summary>The server is older than Private Link, or in a tier without it.</summary>
    public static CommandFailedException TargetWithoutLinkResources(string target, string label) => Fail(
        FailureKind.InvalidOperation, target,
        $"The {label} has no sub-resource that a private endpoint could lead to: it was made before Private Link or in a mode without it.",
        "Create a new one and move the data, for example by a point-in-time restore or a replica; new ones take private endpoints.");

    /// <summary>No target of that name.</summary>
    public static CommandFailedException NoSuchTarget(string name, IEnumerable<string> subscriptions) => Fail(
        FailureKind.NotFound, name,
        $"No flexible server, cluster or Private Link service is named '{name}' in {string.Join(", ", subscriptions)}.",
        "Check the name, and look elsewhere with -SubscriptionId; a wildcard such as '*' shows what is there.");

    /// <summary>No service of a BigAnimal cluster was found.</summary>
    public static CommandFailedException ClusterNotFound(string cluster, IEnumerable<string> services, int subscriptions) => Fail(
        FailureKind.NotFound, cluster,
        $"No Private Link service of BigAnimal cluster '{cluster}' ({string.Join(" or ", services)} in a group MC_dp-…) "
        + $"was found in the {subscriptions} subscriptions that this account sees.",
        "Use a context that can read the subscription of the cluster's data plane. "
        + "For a cluster in EDB's own account give New-PgPrivateEndpoint the alias that the BigAnimal portal shows; "
        + "Private Link also has to be the cluster's network type.");

    /// <summary>The vendor connects to flexible servers only.</summary>
    public static CommandFailedException NotForVendor(string target, string label) => Fail(
        FailureKind.InvalidArgument, target, $"dbt's request is for flexible servers, and this is a {label}.",
        "Give the id of a flexible server (…/Microsoft.DBforPostgreSQL/flexibleServers/<name>).");

    /// <summary>The subscription does not exist, or this account cannot see it.</summary>
    public static CommandFailedException SubscriptionNotFound(string subscriptionId, string account) => Fail(
        FailureKind.NotFound, subscriptionId, $"There is no subscription {subscriptionId}, or '{account}' cannot see it.",
        "Check -SubscriptionId and the context (Get-PgAzureContext).");
}
