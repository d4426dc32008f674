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

    /// <summary>The target does not exist, or this account cannot see it.</summary>
    public static CommandFailedException TargetNotFound(string target, string label) => Fail(
        FailureKind.NotFound, target, $"There is no such {label}, or this account cannot see it: '{target}'.",
        "Check the id and the context (Get-PgAzureContext). For a target of somebody else, send a request with -ManualRequest.");

    /// <summary>The server was created inside a virtual network and takes no private endpoints.</summary>
    public static CommandFailedException ServerInVirtualNetwork(string target, string subnet) => Fail(
        FailureKind.InvalidOperation, target, $"The server is integrated in a virtual network (subnet '{subnet}') and such servers take no private endpoints.",
        "Reach it through that network, by peering for example, or migrate it with 'az postgres flexible-server migrate-network' (about 20 minutes, about 10 of them down; public access is off afterwards).");

    /// <summary>The target is in a state in which it takes no endpoints.</summary>
    public static CommandFailedException TargetNotReady(string target, string state) => Fail(
        FailureKind.InvalidOperation, target, $"The target is {state}.", "Bring it back to Ready, or choose another.");

    /// <summary>The virtual network does not exist, or this account cannot see it.</summary>
    public static CommandFailedException VirtualNetworkNotFound(string network) => Fail(
        FailureKind.NotFound, network, $"There is no virtual network '{network}', or this account cannot see it.",
        "Check -SubnetId, or -VirtualNetworkName and -VirtualNetworkResourceGroupName, and the context (Get-PgAzureContext).");

    /// <summary>Several virtual networks have the name.</summary>
    public static CommandFailedException AmbiguousVirtualNetwork(string name, IEnumerable<string> ids) => Fail(
        FailureKind.InvalidArgument, name, $"Several virtual networks are named '{name}': {string.Join(", ", ids)}",
        "Add -VirtualNetworkResourceGroupName, or use -SubnetId.");

    /// <summary>The network has no such subnet.</summary>
    public static CommandFailedException SubnetNotFound(string subnet, IEnumerable<string> existing) => Fail(
        FailureKind.NotFound, subnet, $"There is no subnet '{subnet}'. The network has: {Listed(existing)}", "Use one of those, or create it first.");

    /// <summary>An endpoint lies in the region of its network.</summary>
    public static CommandFailedException RegionDiffers(string given, string network, string name) => Fail(
        FailureKind.InvalidArgument, given, $"-Location '{given}' is not the region of the virtual network '{name}', which is '{network}'.",
        "Leave out -Location; only the target may be in another region.");

    /// <summary>The subnet belongs to a service.</summary>
    public static CommandFailedException SubnetDelegated(string subnet, string service) => Fail(
        FailureKind.InvalidOperation, subnet, $"The subnet '{subnet}' is delegated to {service} and takes no private endpoints.", "Use another subnet of the network.");

    /// <summary>The static address lies outside of the subnet.</summary>
    public static CommandFailedException AddressNotInSubnet(string address, string prefixes) => Fail(
        FailureKind.InvalidArgument, address, $"-IpAddress '{address}' does not lie in the subnet ({prefixes}).",
        "Use a free address of the subnet, or leave out -IpAddress for the next free one.");

    /// <summary>No address is left.</summary>
    public static CommandFailedException SubnetFull(string subnet, string prefixes) => Fail(
        FailureKind.LimitsExceeded, subnet, $"The subnet '{subnet}' ({prefixes}) has no free address.", "Use another subnet, or enlarge this one.");

    /// <summary>The endpoint exists and is not what was asked for.</summary>
    public static CommandFailedException EndpointDiffers(string id, IEnumerable<string> differences, bool changeable) => Fail(
        FailureKind.Exists, id, $"The private endpoint exists and differs: {string.Join("; ", differences)}.",
        changeable
            ? "Use -Force to change it, or another -Name."
            : "Azure sets this only at creation: use another -Name, or remove the endpoint first.");

    /// <summary>The endpoint does not exist, or this account cannot see it.</summary>
    public static CommandFailedException EndpointNotFound(string endpoint) => Fail(
        FailureKind.NotFound, endpoint, $"There is no private endpoint '{endpoint}', or this account cannot see it.",
        "Check the id or name and the context (Get-PgAzureContext).");

    /// <summary>The endpoint has no address yet.</summary>
    public static CommandFailedException EndpointHasNoAddress(string endpoint, string state) => Fail(
        FailureKind.InvalidOperation, endpoint, $"The private endpoint '{endpoint}' has no address that can be read; its state is {state}.",
        "Wait until it is Succeeded, or remove and create it again if it Failed; reading its network interface needs Microsoft.Network/networkInterfaces/read.");

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list + "." : "none.";
}
