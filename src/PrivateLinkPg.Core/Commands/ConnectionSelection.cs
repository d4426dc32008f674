using System.Text.RegularExpressions;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;

namespace PrivateLinkPg.Commands;

/// <summary>How a user says which connection: by its id, by its endpoint, or by a name or wildcard on a target.</summary>
internal sealed record ConnectionSelection(string? Id, string? EndpointId, string? Target, string? Name)
{
    /// <summary>Checks what was given, before anything is sent.</summary>
    public void Check()
    {
        if (Target is not null)
        {
            if (LinkTarget.Parse(Target).IsAlias) throw Failures.Failures.InvalidTarget(Target);
            if (Name is null && EndpointId is null) throw Failures.Failures.MissingParameter("Name", "it says which of the target's connections is meant; '*' means all.");
        }
        if (EndpointId is not null) ResourceIds.Parse(EndpointId, ResourceIds.PrivateEndpoint, "EndpointId");
        if (Id is not null && ConnectionId.TryParse(Id) is null && ResourceIds.TryParse(Id)?.ResourceType != ResourceIds.PrivateEndpoint)
            throw Failures.Failures.InvalidConnection(Id);
        if (Id is null && EndpointId is null && Target is null)
            throw Failures.Failures.MissingParameter("Id", "a connection is named by its id, by its endpoint's id, or by -Target with -Name.");
    }

    /// <summary>Finds the connections that are meant: at least one.</summary>
    public async Task<IReadOnlyList<(LinkTarget Target, Resource<EndpointConnectionProperties> Connection)>> ResolveAsync(
        ArmGateway arm, CancellationToken cancellation)
    {
        if (ConnectionId.TryParse(Id) is var (owner, name))
        {
            var one = await arm.FindConnectionAsync(owner, name, cancellation)
                ?? throw Failures.Failures.ConnectionNotFound(owner.Value, $"'{name}'", await NamesAsync(owner, arm, cancellation));
            return [(owner, one)];
        }
        string? endpointId = EndpointId ?? Id;
        LinkTarget target = Target is not null ? LinkTarget.Parse(Target) : await TargetOfAsync(endpointId!, arm, cancellation);
        List<Resource<EndpointConnectionProperties>> all = [];
        await foreach (Resource<EndpointConnectionProperties> each in arm.ListConnectionsAsync(target, cancellation)) all.Add(each);
        var meant = endpointId is not null
            ? all.FindAll(each => ResourceIds.Same(each.Properties?.PrivateEndpoint?.Id, endpointId))
            : Named(all, target.Value, Name!);
        if (meant.Count == 0)
            throw Failures.Failures.ConnectionNotFound(target.Value, endpointId is null ? $"'{Name}'" : $"endpoint '{endpointId}'", all.Select(each => each.Name!));
        return [.. meant.Select(each => (target, each))];
    }

    // "dbt" means dbt.<guid>; a name in full means itself; a wildcard means all that match.
    private static List<Resource<EndpointConnectionProperties>> Named(List<Resource<EndpointConnectionProperties>> all, string target, string name)
    {
        bool wildcard = name.AsSpan().IndexOfAny('*', '?') >= 0;
        Regex form = new(
            "^" + Regex.Escape(name).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal) + (wildcard ? "$" : @"(\.[0-9a-fA-F-]+)?$"),
            RegexOptions.IgnoreCase | RegexOptions.NonBacktracking);
        var matches = all.FindAll(each => form.IsMatch(each.Name!));
        if (matches.Count > 1 && !wildcard) throw Failures.Failures.AmbiguousConnection(target, name, matches.Select(each => each.Name!));
        return matches;
    }

    private static async Task<LinkTarget> TargetOfAsync(string endpointId, ArmGateway arm, CancellationToken cancellation)
    {
        Resource<PrivateEndpointProperties> endpoint =
            await arm.FindPrivateEndpointAsync(endpointId, cancellation) ?? throw Failures.Failures.EndpointNotFound(endpointId);
        string value = EndpointDifferences.Connection(endpoint).Entry?.Properties?.PrivateLinkServiceId ?? "";
        LinkTarget target = LinkTarget.TryParse(value) ?? throw Failures.Failures.InvalidTarget(value);
        return target.IsAlias ? throw Failures.Failures.TargetBehindAlias(endpointId, value) : target;
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(LinkTarget target, ArmGateway arm, CancellationToken cancellation)
    {
        List<string> names = [];
        await foreach (Resource<EndpointConnectionProperties> each in arm.ListConnectionsAsync(target, cancellation)) names.Add(each.Name!);
        return names;
    }

    /// <summary>The id of a connection, taken apart.</summary>
    private static class ConnectionId
    {
        public static (LinkTarget Target, string Name)? TryParse(string? text) =>
            ResourceIds.TryParse(text) is { } id && id.ResourceType.Type.EndsWith("/privateEndpointConnections", StringComparison.OrdinalIgnoreCase)
            && LinkTarget.TryParse(id.Parent!.ToString()) is { } target ? (target, id.Name) : null;
    }
}
