using Azure.Core;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Arm;

/// <summary>Checks resource ids before anything is sent.</summary>
internal static class ResourceIds
{
    public static readonly ResourceType PrivateEndpoint = "Microsoft.Network/privateEndpoints";
    public static readonly ResourceType VirtualNetwork = "Microsoft.Network/virtualNetworks";
    public static readonly ResourceType Subnet = "Microsoft.Network/virtualNetworks/subnets";
    public static readonly ResourceType ApplicationSecurityGroup = "Microsoft.Network/applicationSecurityGroups";
    public static readonly ResourceType PrivateDnsZone = "Microsoft.Network/privateDnsZones";
    public static readonly ResourceType ARecord = "Microsoft.Network/privateDnsZones/A";

    /// <summary>The id of a resource of <paramref name="type"/>.</summary>
    /// <param name="text">What the user gave.</param>
    /// <param name="type">The only type that fits.</param>
    /// <param name="parameter">The parameter it was given for, for the error.</param>
    /// <exception cref="Failures.CommandFailedException">InvalidResourceId.</exception>
    public static ResourceIdentifier Parse(string text, ResourceType type, string parameter) =>
        TryParse(text) is { } id && id.ResourceType == type
            ? id
            : throw Failure.InvalidResourceId(parameter, text, Example(type));

    /// <summary>A whole id of one resource, or null.</summary>
    public static ResourceIdentifier? TryParse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text[0] != '/' || text.Contains("//", StringComparison.Ordinal)) return null;
        return ResourceIdentifier.TryParse(text.TrimEnd('/'), out ResourceIdentifier? id)
            && id is { SubscriptionId: { } subscription, ResourceGroupName: not null }
            && Guid.TryParse(subscription, out _) && id.ResourceType.Namespace != "Microsoft.Resources"
                ? id
                : null;
    }

    /// <summary>True where both name the same resource; Azure compares without case.</summary>
    public static bool Same(string? one, string? other) =>
        string.Equals(one?.TrimEnd('/'), other?.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);

    private static string Example(ResourceType type)
    {
        string path = string.Join('/', type.Type.Split('/').Select(part => $"{part}/<name>"));
        return $"/subscriptions/<guid>/resourceGroups/<group>/providers/{type.Namespace}/{path}";
    }
}
