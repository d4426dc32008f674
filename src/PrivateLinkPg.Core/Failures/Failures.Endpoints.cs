using PrivateLinkPg.Arm;

namespace PrivateLinkPg.Failures;

/// <content>Private endpoints and their targets.</content>
internal static partial class Failures
{
    /// <summary>The target is of a kind, or in a mode, that takes no private endpoints.</summary>
    public static CommandFailedException PrivateLinkNotSupported(object? target, string reason, Exception? cause = null) => Fail(
        FailureKind.InvalidOperation, target, $"The target cannot take private endpoints: {reason}",
        "A server that was created with VNet integration must be migrated to the public-access networking mode first (az postgres flexible-server migrate-network), or reached through its own VNet.", cause);

    /// <summary>The subnet's network policies forbid private endpoints.</summary>
    public static CommandFailedException SubnetPoliciesEnabled(ArmException cause, object? target) => Fail(
        FailureKind.InvalidOperation, target, cause.Message,
        "Set the subnet's privateEndpointNetworkPolicies to Disabled (Set-AzVirtualNetworkSubnetConfig -PrivateEndpointNetworkPoliciesFlag Disabled), or choose another subnet.", cause);

    /// <summary>A referenced resource is missing, or the endpoint's region is not its network's: Azure says the same for both.</summary>
    public static CommandFailedException ReferenceNotFound(ArmException cause, object? target) => Fail(
        FailureKind.NotFound, target, $"Azure cannot use a resource that the request names: {cause.Message}",
        "Check that the subnet exists and that the endpoint is in the region of its virtual network.", cause);

    /// <summary>The Private Link service does not exist or does not show itself to this subscription.</summary>
    public static CommandFailedException ServiceNotVisible(ArmException cause, object? target) => Fail(
        FailureKind.NotFound, target, cause.Message,
        "Check the id or alias, and ask the service's owner to make it visible to the endpoint's subscription.", cause);
}
