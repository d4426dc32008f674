using PrivateLinkPg.Removal;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Remove-PgPrivateEndpoint for one input: an id, or a name and group.</summary>
internal sealed record RemovePgPrivateEndpointRequest
{
    public string? Id { get; init; }
    public string? Name { get; init; }
    public string? ResourceGroupName { get; init; }
    public bool IncludeDns { get; init; }
    public IReadOnlyList<string> PrivateDnsZoneId { get; init; } = [];
    public IReadOnlyList<string> DnsSubscriptionId { get; init; } = [];
    public bool NoWait { get; init; }
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(15);
}

/// <summary>
/// Removes an endpoint and, where asked, what only it uses in DNS. The endpoint goes last: as long as it is there, the same line finds
/// what is left to do.
/// </summary>
internal static class RemovePgPrivateEndpoint
{
    public static async Task RunAsync(RemovePgPrivateEndpointRequest request, CommandHost host)
    {
        if (request.Id is not null) ResourceIds.Parse(request.Id, ResourceIds.PrivateEndpoint, "EndpointId");
        ResourceIds.CheckAll(request.PrivateDnsZoneId, ResourceIds.PrivateDnsZone, "PrivateDnsZoneId");
        if (request.ResourceGroupName is not null) AzureNames.CheckResourceGroup(request.ResourceGroupName);
        LinkReader link = await LinkReader.OfAsync(host);
        string id = request.Id ?? ResourceIds.Endpoint(link.Connection.RequiredSubscriptionId, request.ResourceGroupName, request.Name);
        await host.OnceAsync($"remove {id}", () => RemoveAsync(id, request, link, host));
    }

    // The result says nothing: what is asked for twice is done, and told, once.
    private static async Task<bool> RemoveAsync(string id, RemovePgPrivateEndpointRequest request, LinkReader link, CommandHost host)
    {
        var endpoint = (await link.Now().EndpointAsync(id)).OrThrow();
        RemovedResources ledger = await RemovedResources.OfAsync(host);
        RemovalContext removals =
            new(endpoint?.Id ?? id, endpoint.NetworkId(), request.PrivateDnsZoneId, request.Timeout, ledger, link, host);

        EndpointWithDnsRemoval removal = new(endpoint, request.IncludeDns, request.NoWait, removals);
        await removal.FindAsync(request.DnsSubscriptionId);
        if (removal.IsEmpty)
        {
            // What is gone is as wished; but a name may also be mistyped.
            string also = request.IncludeDns ? ", and no record that is known to be its own" : "";
            host.Output.WriteWarning($"Nothing was removed: there is no private endpoint '{id}'{also}.");
            return false;
        }
        await removal.RunAsync();
        return true;
    }
}
