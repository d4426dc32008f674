namespace PrivateLinkPg.Failures;

/// <content>Private endpoints and their networks.</content>
internal static partial class Failure
{
    /// <summary>The subnet's network policies forbid private endpoints.</summary>
    public static CommandFailedException SubnetPoliciesEnabled(ArmException cause, object? target) => Fail(
        FailureKind.InvalidOperation, target, cause.Message,
        "Set the subnet's privateEndpointNetworkPolicies to Disabled "
        + "(Set-AzVirtualNetworkSubnetConfig -PrivateEndpointNetworkPoliciesFlag Disabled), or choose another subnet.", cause);

    /// <summary>A referenced resource is missing, or the endpoint's region is not its network's: Azure says the same for both.</summary>
    public static CommandFailedException ReferenceNotFound(ArmException cause, object? target) => Fail(
        FailureKind.NotFound, target, $"Azure cannot use a resource that the request names: {cause.Message}",
        "Check that the subnet exists and that the endpoint is in the region of its virtual network.", cause);

    /// <summary>The virtual network does not exist, or this account cannot see it.</summary>
    public static CommandFailedException VirtualNetworkNotFound(string network) => Fail(
        FailureKind.NotFound, network, $"There is no virtual network '{network}', or this account cannot see it.",
        "Check -SubnetId, or -VirtualNetworkName and -VirtualNetworkResourceGroupName, and the context (Get-PgAzureContext).");

    /// <summary>The virtual network may not be read, and the endpoint has to be in its region.</summary>
    public static CommandFailedException VirtualNetworkNotReadable(string network, ArmException cause) => Fail(
        FailureKind.PermissionDenied, network, $"The virtual network may not be read, so that its region is not known: {cause.Message}",
        "Tell the region with -Location, or ask for Microsoft.Network/virtualNetworks/read on the network.", cause);

    /// <summary>Several virtual networks have the name.</summary>
    public static CommandFailedException AmbiguousVirtualNetwork(string name, IEnumerable<string> ids) => Fail(
        FailureKind.InvalidArgument, name, $"Several virtual networks are named '{name}': {string.Join(", ", ids)}",
        "Add -VirtualNetworkResourceGroupName, or use -SubnetId.");

    /// <summary>The network has no such subnet.</summary>
    public static CommandFailedException SubnetNotFound(string subnet, IEnumerable<string> existing) => Fail(
        FailureKind.NotFound, subnet, $"There is no subnet '{subnet}'. The network has: {Listed(existing)}",
        "Use one of those, or create it first.");

    /// <summary>An endpoint lies in the region of its network.</summary>
    public static CommandFailedException RegionDiffers(string given, string network, string name) => Fail(
        FailureKind.InvalidArgument, given, $"-Location '{given}' is not the region of the virtual network '{name}', which is '{network}'.",
        "Leave out -Location; only the target may be in another region.");

    /// <summary>The subnet belongs to a service.</summary>
    public static CommandFailedException SubnetDelegated(string subnet, string service) => Fail(
        FailureKind.InvalidOperation, subnet, $"The subnet '{subnet}' is delegated to {service} and takes no private endpoints.",
        "Use another subnet of the network.");

    /// <summary>The static address lies outside of the subnet.</summary>
    public static CommandFailedException AddressNotInSubnet(string address, string prefixes) => Fail(
        FailureKind.InvalidArgument, address, $"-IpAddress '{address}' does not lie in the subnet ({prefixes}).",
        "Use a free address of the subnet, or leave out -IpAddress for the next free one.");

    /// <summary>No address is left.</summary>
    public static CommandFailedException SubnetFull(string subnet, string prefixes) => Fail(
        FailureKind.LimitsExceeded, subnet, $"The subnet '{subnet}' ({prefixes}) has no free address.",
        "Use another subnet, or enlarge this one.");

    /// <summary>The endpoint exists and is not what was asked for.</summary>
    public static CommandFailedException EndpointDiffers(string id, IEnumerable<string> differences, bool changeable) => Fail(
        FailureKind.Exists, id, $"The private endpoint exists and differs: {string.Join("; ", differences)}.",
        changeable
            ? "Use -Force to change it, or another -Name."
            : "Azure sets this only at creation: use another -Name, or remove the endpoint first.");

    /// <summary>Two inputs of one command want different things of one endpoint.</summary>
    public static CommandFailedException EndpointClaimedTwice(string id, string first, string second) => Fail(
        FailureKind.InvalidArgument, id,
        first == second
            ? "Another input of the same command asks for the private endpoint with other settings, so nothing was written for this one."
            : $"Another input of the same command has the private endpoint lead to {first}, so it was not written for {second}.",
        "Give each a -Name of its own; without -Name it follows from the network and the target.");

    /// <summary>Two inputs of one command want a network interface of one name.</summary>
    public static CommandFailedException InterfaceClaimedTwice(string name, string id, string first) => Fail(
        FailureKind.InvalidArgument, id,
        $"Another input of the same command gives the network interface '{name}' to '{first}', so nothing was written for this one.",
        "Give each a -NetworkInterfaceName of its own; without it, it follows from the endpoint's name.");

    /// <summary>Two inputs of one command want one address of a subnet.</summary>
    public static CommandFailedException AddressClaimedTwice(string address, string id, string first) => Fail(
        FailureKind.InvalidArgument, id,
        $"Another input of the same command gives the address {address} to '{first}', so nothing was written for this one.",
        "Give each an -IpAddress of its own; without it, Azure takes the next free one.");

    /// <summary>Two inputs of one command want Azure to keep one A record for two endpoints.</summary>
    public static CommandFailedException ZoneGroupClaimedTwice(string record, string id, string first) => Fail(
        FailureKind.InvalidArgument, record,
        $"Another input of the same command has Azure keep the A record for '{first}', so nothing was written for '{id}'. "
        + "A zone gives one answer to all networks that are linked to it.",
        "Give each endpoint the -PrivateDnsZoneId of a zone of its own, which only its network is linked to; New-PgPrivateDnsRecord "
        + "-AsZoneGroup makes such zones.");

    /// <summary>The endpoint is there and its connection will never carry traffic.</summary>
    public static CommandFailedException EndpointTurnedDown(string id, string status) => Fail(
        FailureKind.Exists, id,
        $"The private endpoint exists, but its connection is {status}: "
        + $"the target's owner {(status == "Rejected" ? "denied" : "removed")} it, which is final.",
        "Settle it with the owner, then use -Force to remove the endpoint and make the request again, "
        + "with its tags, static address and zone group.");

    /// <summary>The endpoint was removed to be made again, and that was refused.</summary>
    public static CommandFailedException EndpointNotRenewed(
        string id, string status, IReadOnlyList<string> zones, CommandFailure refusal) => Fail(
        refusal.Kind, id,
        $"The {status} private endpoint was removed to make the request again, and that was refused: {refusal.Message}",
        $"{refusal.Remedy} Until then there is no such endpoint.{ZonesHeld(zones)}", refusal.Cause);

    /// <summary>The zones of an endpoint that is gone, as a sentence to go on with; empty where it had none.</summary>
    public static string ZonesHeld(IReadOnlyList<string> zones) =>
        zones.Count == 0 ? "" : $" Its zone group held {string.Join(", ", zones)}: pass them with -PrivateDnsZoneId.";

    /// <summary>The endpoint's network interface would take the name of another.</summary>
    public static CommandFailedException InterfaceNameTaken(string id) => Fail(
        FailureKind.Exists, id, "A network interface of that name exists already and is not this endpoint's.",
        "Choose another with -NetworkInterfaceName, or another -Name.");

    /// <summary>A right on the endpoint's side is missing.</summary>
    public static CommandFailedException AccessDenied(string id, string action, string scope) => Fail(
        FailureKind.PermissionDenied, id, $"This account may not do {action} on '{scope}'.",
        "Ask an owner for a role with that permission, such as Network Contributor, or use a context that has it with -DefaultProfile. "
        + "-SkipPreflight leaves the verdict to Azure.");

    /// <summary>The endpoint does not exist, or this account cannot see it.</summary>
    public static CommandFailedException EndpointNotFound(string endpoint) => Fail(
        FailureKind.NotFound, endpoint, $"There is no private endpoint '{endpoint}', or this account cannot see it.",
        "Check the id or name and the context (Get-PgAzureContext).");

    /// <summary>The endpoint is going away.</summary>
    public static CommandFailedException EndpointBeingDeleted(string endpoint) => Fail(
        FailureKind.InvalidOperation, endpoint, $"The private endpoint '{endpoint}' is being deleted.",
        "New-PgPrivateEndpoint without -NoWait waits for the end of that and makes the endpoint again.");

    /// <summary>Azure could not make or change the endpoint.</summary>
    public static CommandFailedException EndpointFailed(string endpoint, string status, string? description) => Fail(
        FailureKind.OperationFailed, endpoint,
        $"The private endpoint '{endpoint}' is Failed and its connection {status}{Said(description)}, so nothing more will come of it.",
        "Run New-PgPrivateEndpoint for it again: a failed endpoint is tried once more.");

    /// <summary>No endpoint to PostgreSQL has the name.</summary>
    public static CommandFailedException NoSuchEndpoint(string name, string? group, IEnumerable<string> subscriptions) => Fail(
        FailureKind.NotFound, name,
        $"No private endpoint to PostgreSQL is named '{name}'{(group is null ? "" : $" in resource group '{group}'")}"
        + $" in subscription {string.Join(", ", subscriptions)}.",
        "Get-PgPrivateEndpoint without -Name lists the existing ones; -SubscriptionId looks elsewhere.");

    /// <summary>The endpoint has no address yet.</summary>
    public static CommandFailedException EndpointHasNoAddress(string endpoint, string state) => Fail(
        FailureKind.InvalidOperation, endpoint, $"The private endpoint '{endpoint}' has no address that can be read; its state is {state}.",
        "Wait until it is Succeeded, or remove and create it again if it Failed; "
        + "reading its network interface needs Microsoft.Network/networkInterfaces/read.");

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list + "." : "none.";
}
