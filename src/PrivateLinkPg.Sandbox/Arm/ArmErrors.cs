using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>The errors that any provider may answer, in Azure's words. A provider's own are where they arise.</summary>
internal static class ArmErrors
{
    public static ArmException Gateway(int status, string code, string message) => new(status, code, message) { FromGateway = true };

    public static ArmException MissingApiVersion() => Gateway(400, "MissingApiVersionParameter",
        "The api-version query parameter (?api-version=) is required for all requests.");

    public static ArmException UnsupportedApiVersion(string version, ResourceTypeInfo type, string? location) =>
        Gateway(400, "NoRegisteredProviderFound",
            $"No registered resource provider found for location '{location ?? "global"}' and API version '{version}' "
            + $"for type '{type.Type}'. "
            + $"The supported api-versions are '{string.Join(", ", type.Versions.Reverse())}'. "
            + $"The supported locations are '{string.Join(", ", Regions.Names)}'.");

    public static ArmException InvalidApiVersion(string version, ResourceTypeInfo type) => Gateway(400, "InvalidApiVersionParameter",
        $"The api-version '{version}' is invalid. The supported versions are '{string.Join(",", type.Versions)}'.");

    public static ArmException UnknownType(string @namespace, string type, string version) => Gateway(404, "InvalidResourceType",
        $"The resource type '{type}' could not be found in the namespace '{@namespace}' for api version '{version}'.");

    public static ArmException UnknownNamespace(string @namespace) => Gateway(404, "InvalidResourceNamespace",
        $"The resource namespace '{@namespace}' is invalid.");

    public static ArmException NoRoute(string path) => Gateway(404, "NotFound", $"No resource provider answers the path '{path}'.");

    public static ArmException MethodNotAllowed(string method) => Gateway(405, "HttpMethodNotSupported",
        $"The HTTP method '{method}' is not supported at scope.");

    public static ArmException SubscriptionNotFound(string subscription) => Gateway(404, "SubscriptionNotFound",
        $"The subscription '{subscription}' could not be found.");

    public static ArmException InvalidSubscription(string subscription) => Gateway(400, "InvalidSubscriptionId",
        $"The provided subscription identifier '{subscription}' is malformed or invalid.");

    public static ArmException GroupNotFound(string group) => Gateway(404, "ResourceGroupNotFound",
        $"Resource group '{group}' could not be found.");

    public static ArmException NotFound(ResourceId id) => Gateway(404, "ResourceNotFound",
        $"The Resource '{id.Path}' under resource group '{id.ResourceGroup}' was not found. "
        + "For more details please go to https://aka.ms/ARMResourceNotFoundFix");

    public static ArmException ParentNotFound(ResourceId parent, string child, string action) => Gateway(404, "ParentResourceNotFound",
        $"Failed to perform '{action}' on resource(s) of type '{parent.Type[(parent.Namespace!.Length + 1)..]}/{child}', "
        + $"because the parent resource '{parent}' could not be found.");

    public static ArmException InvalidContent(string what) => Gateway(400, "InvalidRequestContent",
        $"The request content was invalid and could not be deserialized: '{what}'.");

    public static ArmException InvalidFilter(string filter) => Gateway(400, "InvalidFilterInQueryString",
        $"Invalid $filter '{filter}' specified in the query string.");

    public static ArmException SubscriptionDisabled(string subscription) => Gateway(409, "ReadOnlyDisabledSubscription",
        $"The subscription '{subscription}' is disabled and therefore marked as read only. You cannot perform any write actions on this "
        + "subscription until it is re-enabled.");

    public static ArmException MissingContent() => Gateway(400, "MissingRequestContent", "The request content was null or empty.");

    public static ArmException ContentTooLarge() => Gateway(413, "RequestEntityTooLarge",
        $"The request content is larger than the {RequestContent.Longest} bytes that are allowed.");

    public static ArmException UnsupportedMediaType(string given, string wanted) => Gateway(415, "UnsupportedMediaType",
        $"The content media type '{(given.Length == 0 ? "<null>" : given)}' is not supported. Only '{wanted}' is supported.");

    public static ArmException LocationRequired() => Gateway(400, "LocationRequired",
        "The location property is required for this definition.");

    public static ArmException LocationNotAvailable(string location, string type) => Gateway(400, "LocationNotAvailableForResourceType",
        $"The provided location '{location}' is not available for resource type '{type}'. "
        + $"List of available regions for the resource type is '{string.Join(",", Regions.Names)}'.");

    public static ArmException LocationChanged(ResourceId id, string existing, string asked) => Gateway(409, "InvalidResourceLocation",
        $"The resource '{id.Name}' already exists in location '{existing}' in resource group '{id.ResourceGroup}'. A resource with the "
        + $"same name cannot be created in location '{asked}'. Please select a new resource name.");

    public static ArmException GroupBeingDeleted(ResourceGroup group) => Gateway(409, "ResourceGroupBeingDeleted",
        $"The resource group '{group.Name}' is in deprovisioning state and cannot perform this operation.");

    public static ArmException ServerIsBusy(FlexibleServer server) => new(409, "ServerIsBusy",
        $"Cannot complete operation while server '{server.Name}' is busy processing another operation. Try again later.");

    /// <param name="uri">Where to ask how it goes.</param>
    public static ArmException AnotherOperation(string uri) => new(409, "AnotherOperationInProgress",
        $"Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: {uri}.");

    public static ArmException NestedResources() => Gateway(409, "CannotDeleteResource",
        "Can not delete resource before nested resources are deleted.");

    public static ArmException NotRegistered(string @namespace) => Gateway(409, "MissingSubscriptionRegistration",
        $"The subscription is not registered to use namespace '{@namespace}'. "
        + "See https://aka.ms/rps-not-found for how to register subscriptions.");

    public static ArmException InvalidResourceName(string name, string pattern) => new(400, "InvalidResourceName",
        $"Resource name {name} is invalid. {pattern}");

    public static ArmException InvalidReference(ResourceId referenced, ResourceId by) => new(400, "InvalidResourceReference",
        $"Resource {referenced} referenced by resource {by} was not found. Please make sure that the referenced resource exists, "
        + "and that both resources are in the same region.");

    public static ArmException InvalidAddress(string? text) => new(400, "InvalidIPAddressFormat",
        $"IP address '{text}' is not formatted correctly.");

    public static ArmException InvalidFormat() => new(400, "InvalidRequestFormat", "Cannot parse the request.");

    /// <summary>The same, with what Microsoft.Network says about it in the details.</summary>
    public static ArmException InvalidFormat(string code, string message) =>
        new(400, "InvalidRequestFormat", "Cannot parse the request.") { Detail = (code, message) };
}
