using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

internal sealed class Subscription(string id, string displayName, string tenantId)
{
    public string Id { get; } = id;

    public string DisplayName { get; } = displayName;

    public string TenantId { get; } = tenantId;

    /// <summary>Enabled; Warned, PastDue or Disabled subscriptions can only be read.</summary>
    public SubscriptionState State { get; set; }

    public JsonObject? Tags { get; set; }

    public Dictionary<string, ResourceGroup> Groups { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Namespaces of the registered resource providers.</summary>
    public HashSet<string> RegisteredProviders { get; } = new(StringComparer.OrdinalIgnoreCase);
}

internal enum SubscriptionState
{
    Enabled,
    Warned,
    PastDue,
    Disabled,
}

internal sealed class ResourceGroup(string subscription, string name, string location)
{
    public ResourceId Id { get; } = ResourceId.OfGroup(subscription, name);

    public string Name { get; } = name;

    public string Location { get; } = location;

    public JsonObject? Tags { get; set; }

    public string ProvisioningState { get; set; } = "Succeeded";

    public bool IsBeingDeleted => ProvisioningState == "Deleting";
}
