using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>What a private endpoint can lead to.</summary>
internal abstract class PrivateLinkTarget(ResourceId id, string location) : ArmResource(id, location)
{
    /// <summary>By the name on this side, in the order of the names.</summary>
    public SortedDictionary<string, EndpointConnection> Connections { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The group ids by which endpoints choose a part of it; none for a Private Link service.</summary>
    public abstract IReadOnlyList<string> GroupIds { get; }

    /// <summary>The DNS zone whose records lead to it privately; null when its owner decides.</summary>
    public abstract string? PrivateZone { get; }

    /// <summary>The public host name behind a group id; null for a Private Link service.</summary>
    public abstract string? HostName(string groupId);

    /// <summary>The public host names that its certificate stands for.</summary>
    public virtual IReadOnlyCollection<string> ServedNames => [.. GroupIds.Select(group => HostName(group)!)];

    /// <summary>Whether a connection to it can be answered: the server runs.</summary>
    public virtual bool IsRunning => true;

    public override bool HasChild(string type, string name) =>
        IsType(type, "privateEndpointConnections") && Connections.ContainsKey(name);

    public abstract JsonObject RenderConnection(EndpointConnection connection);
}
