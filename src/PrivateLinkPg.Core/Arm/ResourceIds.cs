namespace PrivateLinkPg.Arm;

/// <summary>Resource ids: checked before anything is sent, and taken apart.</summary>
internal static class ResourceIds
{
    public static readonly ResourceType PrivateEndpoint = "Microsoft.Network/privateEndpoints";
    public static readonly ResourceType NetworkInterface = "Microsoft.Network/networkInterfaces";
    public static readonly ResourceType VirtualNetwork = "Microsoft.Network/virtualNetworks";
    public static readonly ResourceType Subnet = "Microsoft.Network/virtualNetworks/subnets";
    public static readonly ResourceType ApplicationSecurityGroup = "Microsoft.Network/applicationSecurityGroups";
    public static readonly ResourceType PrivateDnsZone = "Microsoft.Network/privateDnsZones";
    public static readonly ResourceType ARecord = "Microsoft.Network/privateDnsZones/A";

    /// <summary>The id of a resource of <paramref name="type"/>.</summary>
    /// <param name="text">What the user gave.</param>
    /// <param name="type">The only type that fits.</param>
    /// <param name="parameter">The parameter it was given for, for the error.</param>
    /// <exception cref="CommandFailedException">InvalidResourceId.</exception>
    public static ResourceIdentifier Parse(string text, ResourceType type, string parameter) =>
        TryParse(text) is { } id && id.ResourceType == type
            ? id
            : throw Failure.InvalidResourceId(parameter, text, Example(type));

    /// <summary>Refuses the first of a parameter's values that is no id of a resource of <paramref name="type"/>.</summary>
    /// <exception cref="CommandFailedException">InvalidResourceId.</exception>
    public static void CheckAll(IEnumerable<string> texts, ResourceType type, string parameter)
    {
        foreach (string text in texts) Parse(text, type, parameter);
    }

    /// <summary>A whole id of one resource, or null.</summary>
    public static ResourceIdentifier? TryParse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text[0] != '/' || text.Contains("//", StringComparison.Ordinal)) return null;
        if (Array.Exists(text.Split('/'), part => part != part.Trim())) return null; // No name of Azure's begins or ends with a blank.
        return ResourceIdentifier.TryParse(text.TrimEnd('/'), out ResourceIdentifier? id)
            && id is { SubscriptionId: { } subscription, ResourceGroupName: not null }
            && Guid.TryParse(subscription, out _) && id.ResourceType.Namespace != "Microsoft.Resources"
                ? id
                : null;
    }

    /// <summary>True where both name the same resource; Azure compares without case.</summary>
    public static bool Same(string? one, string? other) =>
        string.Equals(one?.TrimEnd('/'), other?.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    /// <summary>True where a scope is a resource, or something that the resource lies in.</summary>
    public static bool Holds(string scope, string id) =>
        Same(scope, id) || id.StartsWith(scope.TrimEnd('/') + "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The last segment of an id; of an alias all.</summary>
    public static string Name(string id) => id.TrimEnd('/')[(id.TrimEnd('/').LastIndexOf('/') + 1)..];

    /// <summary>The id of what the resource is part of: of a subnet its network, of a record its zone.</summary>
    public static string Parent(string id) => new ResourceIdentifier(id).Parent!.ToString();

    /// <summary>The subscription of a resource; null where it is no whole id.</summary>
    public static string? Subscription(string? id) => TryParse(id)?.SubscriptionId;

    /// <summary>The resource group of a resource; null where it is no whole id.</summary>
    public static string? Group(string? id) => TryParse(id)?.ResourceGroupName;

    /// <summary>The id of the resource group that a resource is in.</summary>
    public static string GroupId(ResourceIdentifier id) => $"/subscriptions/{id.SubscriptionId}/resourceGroups/{id.ResourceGroupName}";

    /// <summary>The id of an endpoint that is given by its name.</summary>
    public static string Endpoint(string subscriptionId, string? group, string? name) =>
        $"/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/{PrivateEndpoint}/{name}";

    private static string Example(ResourceType type)
    {
        string path = string.Join('/', type.Type.Split('/').Select(part => $"{part}/<name>"));
        return $"/subscriptions/<guid>/resourceGroups/<group>/providers/{type.Namespace}/{path}";
    }
}
