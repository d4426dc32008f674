namespace PrivateLinkPg.Arm;

/// <content>Subscriptions.</content>
internal sealed partial class ArmGateway
{
    /// <summary>The subscriptions that the account can see.</summary>
    public IAsyncEnumerable<Subscription> ListSubscriptionsAsync(CancellationToken cancellation) =>
        _pipeline.ListAsync("/subscriptions", ApiVersions.Subscriptions, WireJson.Default.ArmPageSubscription, cancellation);

    /// <summary>A subscription, or null where there is none that the account can see.</summary>
    public Task<Subscription?> FindSubscriptionAsync(string subscriptionId, CancellationToken cancellation) =>
        _pipeline.FindAsync($"/subscriptions/{subscriptionId}", ApiVersions.Subscriptions, WireJson.Default.Subscription, cancellation);

    public IAsyncEnumerable<Resource<PlainProperties>> ListResourceGroupsAsync(string subscriptionId, CancellationToken cancellation) =>
        _pipeline.ListAsync(
            $"/subscriptions/{subscriptionId}/resourcegroups", ApiVersions.Resources, WireJson.Default.PlainResources, cancellation);

    /// <summary>The resources of one type in a subscription, without their properties.</summary>
    public IAsyncEnumerable<Resource<PlainProperties>> ListResourcesAsync(
        string subscriptionId, ResourceType type, CancellationToken cancellation) => _pipeline.ListAsync(
            $"/subscriptions/{subscriptionId}/resources?$filter={Uri.EscapeDataString($"resourceType eq '{type}'")}",
            ApiVersions.Resources, WireJson.Default.PlainResources, cancellation);

    /// <summary>The regions that a subscription can use.</summary>
    public IAsyncEnumerable<Location> ListLocationsAsync(string subscriptionId, CancellationToken cancellation) =>
        _pipeline.ListAsync(
            $"/subscriptions/{subscriptionId}/locations", ApiVersions.Subscriptions, WireJson.Default.Locations, cancellation);

    /// <summary>A resource group, or null where there is none.</summary>
    public Task<Resource<PlainProperties>?> FindResourceGroupAsync(string id, CancellationToken cancellation) =>
        _pipeline.FindAsync(id, ApiVersions.Resources, WireJson.Default.PlainResource, cancellation);

    /// <summary>Creates a resource group. One that is there would lose its tags: Azure knows no condition here.</summary>
    public Task CreateResourceGroupAsync(string id, string location, Dictionary<string, string>? tags, CancellationToken cancellation)
    {
        BinaryData body = ArmPipeline.Json(new() { Location = location, Tags = tags }, WireJson.Default.PlainResource);
        return _pipeline.ChangeAsync(RequestMethod.Put, id, ApiVersions.Resources, body, null, new(_ => { }), cancellation);
    }

    /// <summary>A resource provider as a subscription has it, or null where it is unknown there.</summary>
    public Task<Provider?> FindProviderAsync(string subscriptionId, string providerNamespace, CancellationToken cancellation) =>
        _pipeline.FindAsync(
            $"/subscriptions/{subscriptionId}/providers/{providerNamespace}", ApiVersions.Resources, WireJson.Default.Provider,
            cancellation);

    /// <summary>The locks of a subscription: its own, and those of everything in it.</summary>
    public IAsyncEnumerable<LockResource> ListLocksAsync(string subscriptionId, CancellationToken cancellation) =>
        _pipeline.ListAsync(
            $"/subscriptions/{subscriptionId}/providers/Microsoft.Authorization/locks", ApiVersions.Locks, WireJson.Default.Locks,
            cancellation);

    /// <summary>The locks of a resource and of the scopes above it.</summary>
    public IAsyncEnumerable<LockResource> ListLocksAtAsync(string id, CancellationToken cancellation) =>
        _pipeline.ListAsync(
            $"{id}/providers/Microsoft.Authorization/locks?$filter=atScope()", ApiVersions.Locks, WireJson.Default.Locks, cancellation);

    /// <summary>What the account may do with a resource, from all scopes above it.</summary>
    public IAsyncEnumerable<Permission> ListPermissionsAsync(string scope, CancellationToken cancellation) =>
        _pipeline.ListAsync(
            $"{scope}/providers/Microsoft.Authorization/permissions", ApiVersions.Permissions, WireJson.Default.Permissions, cancellation);
}
