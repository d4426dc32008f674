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
        return FromAlias(alias, Array.Find(faults, fault => fault is not null), link.Connection);
    }

    private static PgPrivateLinkTarget From(
        LinkTarget target, TargetResource found, CommandFailedException? fault, AzureConnection azure)
    {
        TargetProperties properties = found.Properties ?? new();
        ResourceIdentifier id = target.ResourceId!;
        return Of(fault) with
        {
            Name = found.Name ?? target.Name,
            Kind = target.Type.Kind,
            ResourceGroupName = id.ResourceGroupName,
            Location = found.Location is { } location ? AzureNames.Region(location) : null,
            HostName = HostNames.OfTarget(found),
            State = properties.State ?? properties.ProvisioningState,
            ReplicationRole = properties.ReplicationRole,
            SourceServerId = properties.SourceServerResourceId,
            Alias = properties.Alias,
            GroupId = target.Type.GroupId,
            ZoneName = target.Type.ZoneName(azure.Cloud),
            ConnectionCount = properties.PrivateEndpointConnections?.Count ?? 0,
            Id = target.Value,
            SubscriptionId = id.SubscriptionId,
            TenantId = azure.TenantId,
        };
    }

    private static PgPrivateLinkTarget FromAlias(LinkTarget target, CommandFailedException? fault, AzureConnection azure) => Of(fault) with
    {
        Name = target.Name,
        Kind = target.Type.Kind,
        Location = target.AliasRegion,
        Alias = target.Value,
        Id = target.Value,
        TenantId = azure.TenantId,
    };

    private static PgPrivateLinkTarget Of(CommandFailedException? fault) => new()
    {
        Name = "",
        Kind = "",
        Id = "",
        CanTakeEndpoint = fault is null,
        Reason = fault?.Failure.Message,
        Remedy = fault?.Failure.Remedy,
    };
}
