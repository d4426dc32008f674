using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Targets;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Get-PgPrivateLinkTarget for one input.</summary>
/// <param name="Target">An id or an alias, or null.</param>
/// <param name="ClusterId">The id of a BigAnimal cluster, or null.</param>
/// <param name="Name">The name or wildcard to look for, where neither of them is given.</param>
/// <param name="Kind">The kinds to look for; none means all.</param>
/// <param name="SubscriptionId">Where to look, or who would connect by the alias; none means the context's, for a cluster all that the account sees.</param>
internal sealed record GetPgPrivateLinkTargetRequest(
    string? Target, string? ClusterId, string Name, IReadOnlySet<string> Kind, IReadOnlyList<string> SubscriptionId);

/// <summary>Finds what private endpoints can lead to, and tells whether it takes them.</summary>
internal static class GetPgPrivateLinkTarget
{
    public static async Task RunAsync(GetPgPrivateLinkTargetRequest request, CommandHost host)
    {
        LinkTarget? target = request.Target is null ? null : LinkTarget.Parse(request.Target);
        BigAnimalCluster? cluster = request.ClusterId is null ? null : BigAnimalCluster.Parse(request.ClusterId);
        ArmGateway arm = await host.ArmAsync();
        if (target is { IsAlias: true }) await WriteAliasAsync(target, request, arm, host);
        else if (target is not null) await WriteOneAsync(target, arm, host);
        else if (cluster is not null) await WriteClusterAsync(cluster, request, arm, host);
        else await WriteNamedAsync(request, arm, host);
    }

    // Who asks from several subscriptions wants to know of the first that the service does not show itself to.
    private static async Task WriteAliasAsync(LinkTarget target, GetPgPrivateLinkTargetRequest request, ArmGateway arm, CommandHost host)
    {
        CommandFailedException?[] faults = await Task.WhenAll(Subscriptions(request, arm).Select(subscription =>
            TargetCheck.AliasFaultAsync(target, subscription, target.AliasRegion!, arm, host.Cancellation)));
        host.Output.WriteObject(TargetOutput.FromAlias(target, Array.Find(faults, fault => fault is not null), arm.Connection));
    }

    private static async Task WriteOneAsync(LinkTarget target, ArmGateway arm, CommandHost host)
    {
        Resource<TargetProperties> found = await arm.FindTargetAsync(target, host.Cancellation)
            ?? throw Failure.TargetNotFound(target.Value, target.Type.Label);
        await WriteAsync(found, arm, host);
    }

    private static async Task WriteNamedAsync(GetPgPrivateLinkTargetRequest request, ArmGateway arm, CommandHost host)
    {
        IReadOnlyList<string> subscriptions = Subscriptions(request, arm);
        NamePattern name = new(request.Name);
        List<Resource<TargetProperties>> found = [];
        (string Subscription, TargetType Type)[] places =
        [
            .. from subscription in subscriptions
               from type in TargetType.All
               where request.Kind.Count == 0 || request.Kind.Contains(type.Kind)
               select (subscription, type),
        ];
        await host.ForEachAsync(places, place => $"/subscriptions/{place.Subscription}", async place =>
        {
            await foreach (Resource<TargetProperties> each in arm.ListTargetsAsync(place.Type, place.Subscription, host.Cancellation))
            {
                if (name.Matches(each.Name)) found.Add(each);
            }
        });
        await host.ForEachAsync(found, each => each.Id, each => WriteAsync(each, arm, host));
        if (found.Count == 0 && !name.IsWildcard) throw Failure.NoSuchTarget(request.Name, subscriptions);
    }

    private static async Task WriteClusterAsync(BigAnimalCluster cluster, GetPgPrivateLinkTargetRequest request, ArmGateway arm, CommandHost host)
    {
        IReadOnlyList<string> subscriptions = request.SubscriptionId is [] ? await VisibleSubscriptionsAsync(arm, host) : request.SubscriptionId;
        bool found = false;
        await host.ForEachAsync(subscriptions, subscription => $"/subscriptions/{subscription}", async subscription =>
        {
            await foreach (Resource<TargetProperties> each in arm.ListTargetsAsync(TargetType.PrivateLinkService, subscription, host.Cancellation))
            {
                if (!cluster.IsServedBy(each.Id!)) continue;
                found = true;
                await WriteAsync(each, arm, host);
            }
        });
        if (!found) throw Failure.ClusterNotFound(request.ClusterId!, cluster.ServiceNames, subscriptions.Count);
    }

    private static IReadOnlyList<string> Subscriptions(GetPgPrivateLinkTargetRequest request, ArmGateway arm) =>
        request.SubscriptionId is [] ? [arm.Connection.RequiredSubscriptionId] : request.SubscriptionId;

    private static async Task<IReadOnlyList<string>> VisibleSubscriptionsAsync(ArmGateway arm, CommandHost host)
    {
        List<string> ids = [];
        await foreach (Subscription each in arm.ListSubscriptionsAsync(host.Cancellation)) ids.Add(each.SubscriptionId);
        return ids;
    }

    private static async Task WriteAsync(Resource<TargetProperties> found, ArmGateway arm, CommandHost host)
    {
        LinkTarget target = LinkTarget.Parse(found.Id!);
        host.Output.WriteObject(TargetOutput.From(target, found, await TargetCheck.FaultAsync(target, found, arm, host.Cancellation), arm.Connection));
    }
}
