using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Targets;

/// <summary>From Azure's servers, clusters and services to the record that users see.</summary>
internal static class TargetOutput
{
    /// <param name="target">What it is.</param>
    /// <param name="found">The target as Azure gives it.</param>
    /// <param name="fault">Why it takes no endpoints, or null.</param>
    /// <param name="azure">Under whose name it was read.</param>
    public static PgPrivateLinkTarget From(LinkTarget target, Resource<TargetProperties> found, CommandFailedException? fault, AzureConnection azure)
    {
        TargetProperties properties = found.Properties ?? new();
        ResourceIdentifier id = target.ResourceId!;
        return Verdict(fault) with
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

    /// <summary>What is known of a service by its alias alone.</summary>
    public static PgPrivateLinkTarget FromAlias(LinkTarget target, CommandFailedException? fault, AzureConnection azure) => Verdict(fault) with
    {
        Name = target.Name,
        Kind = target.Type.Kind,
        Location = target.AliasRegion,
        Alias = target.Value,
        Id = target.Value,
        TenantId = azure.TenantId,
    };

    private static PgPrivateLinkTarget Verdict(CommandFailedException? fault) => new()
    {
        Name = "",
        Kind = "",
        Id = "",
        CanTakeEndpoint = fault is null,
        Reason = fault?.Failure.Message,
        Remedy = fault?.Failure.Remedy,
    };
}
