namespace PrivateLinkPg.Targets;

/// <summary>From Azure's servers, clusters and services to the record that users see.</summary>
internal static class TargetOutput
{
    /// <summary>A target that can be read, with the verdict on it.</summary>
    public static async Task<PgPrivateLinkTarget> OfAsync(TargetResource found, LinkReader link)
    {
        LinkTarget target = LinkTarget.Parse(found.Id!);
        return From(target, found, await TargetCheck.FaultAsync(target, found, link), link.Connection);
    }

    /// <summary>A service behind an alias; of several consumers the first that it is not visible to gives the reason.</summary>
    public static async Task<PgPrivateLinkTarget> OfAliasAsync(
        LinkTarget alias, IEnumerable<string> consumers, LinkReader link, CancellationToken cancellation)
    {
        CommandFailedException?[] faults = await Task.WhenAll(consumers.Select(subscription =>
            TargetCheck.AliasFaultAsync(alias, subscription, alias.AliasRegion!, link, cancellation)));
        return Of(alias, Array.Find(faults, fault => fault is not null), link.Connection) with
        {
            Location = alias.AliasRegion,
            Alias = alias.Value,
        };
    }

    private static PgPrivateLinkTarget From(LinkTarget target, TargetResource found, CommandFailedException? fault, AzureConnection azure)
    {
        TargetProperties properties = found.Properties ?? new();
        return Of(target, fault, azure) with
        {
            Name = found.Name ?? target.Name,
            ResourceGroupName = target.ResourceId!.ResourceGroupName,
            Location = found.Location is { } location ? AzureNames.Region(location) : null,
            HostName = HostNames.OfTarget(found),
            State = properties.State ?? properties.ProvisioningState,
            ReplicationRole = properties.ReplicationRole,
            SourceServerId = properties.SourceServerResourceId,
            Alias = properties.Alias,
            GroupId = target.Type.GroupId,
            ZoneName = target.Type.ZoneName(azure.Cloud),
            ConnectionCount = properties.PrivateEndpointConnections?.Count ?? 0,
            SubscriptionId = target.ResourceId.SubscriptionId,
        };
    }

    private static PgPrivateLinkTarget Of(LinkTarget target, CommandFailedException? fault, AzureConnection azure) => new()
    {
        Name = target.Name,
        Kind = target.Type.Kind,
        Id = target.Value,
        TenantId = azure.TenantId,
        CanTakeEndpoint = fault is null,
        Reason = fault?.Failure.Message,
        Remedy = fault?.Failure.Remedy,
    };
}
