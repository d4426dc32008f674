using PrivateLinkPg.Endpoints;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Get-PgPrivateEndpoint for one input.</summary>
/// <param name="Id">The id of one endpoint, or null to look for some.</param>
/// <param name="Name">The name or wildcard.</param>
/// <param name="ResourceGroupName">The group to look in, or null for whole subscriptions.</param>
/// <param name="SubscriptionId">Where to look; none means the context's.</param>
/// <param name="Target">What they lead to: an id, an alias, or a name or wildcard; null for any.</param>
/// <param name="State">The states of the connection or of the endpoint that are meant; none means any.</param>
internal sealed record GetPgPrivateEndpointRequest(
    string? Id, string Name, string? ResourceGroupName, IReadOnlyList<string> SubscriptionId, string? Target, IReadOnlySet<string> State);

/// <summary>Finds the private endpoints that lead to PostgreSQL targets.</summary>
internal static class GetPgPrivateEndpoint
{
    public static async Task RunAsync(GetPgPrivateEndpointRequest request, CommandHost host)
    {
        if (request.Id is not null) ResourceIds.Parse(request.Id, ResourceIds.PrivateEndpoint, "EndpointId");
        if (request.ResourceGroupName is not null) AzureNames.CheckResourceGroup(request.ResourceGroupName);
        // A name has no slash, so this is an id that lacks something.
        if (request.Target is { } target && target.Contains('/') && LinkTarget.TryParse(target) is null)
            throw Failure.InvalidTarget(target);
        LinkReader link = (await LinkReader.OfAsync(host)).Now();
        if (request.Id is not null)
        {
            host.Output.WriteObject(await EndpointOutput.WithZonesAsync(await link.RequiredEndpointAsync(request.Id), link, host));
            return;
        }
        EndpointSearch search = new(new(request.Name), request.ResourceGroupName, request.Target, request.State);
        bool found = false;
        int read = 0;
        IReadOnlyList<string> subscriptions = link.Connection.Subscriptions(request.SubscriptionId);
        await host.ForEachAsync(subscriptions, subscription => $"/subscriptions/{subscription}", async subscription =>
        {
            var meant = await search.FindAsync(subscription, link);
            found |= meant.Count > 0;
            read++;
            await host.ForEachAsync(
                meant, each => each.Id, async each => host.Output.WriteObject(await EndpointOutput.WithZonesAsync(each, link, host)));
        });
        if (found) return;
        if (!search.Name.IsWildcard) throw Failure.NoSuchEndpoint(request.Name, request.ResourceGroupName, subscriptions);
        // None in some state is what a watch hopes for.
        if (read > 0 && request is { SubscriptionId: [], State.Count: 0 })
            await EmptySearch.TellAsync($"No private endpoint to {request.Target ?? "PostgreSQL"} named '{request.Name}'", link, host);
    }
}
