using PrivateLinkPg.Endpoints;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Get-PgEndpointIp for one input: an id, or a name and group, and what a row of a plan says.</summary>
internal sealed record GetPgEndpointIpRequest(string? Id, string? Name, string? ResourceGroupName, PlannedName? Planned = null);

/// <summary>Reads the private addresses of an endpoint: one call where Azure expands the network interface, two otherwise.</summary>
internal static class GetPgEndpointIp
{
    public static async Task RunAsync(GetPgEndpointIpRequest request, CommandHost host)
    {
        if (request.Id is not null) ResourceIds.Parse(request.Id, ResourceIds.PrivateEndpoint, "EndpointId");
        LinkReader link = (await LinkReader.OfAsync(host)).Now();
        string id = request.Id ?? ResourceIds.Endpoint(link.Connection.RequiredSubscriptionId, request.ResourceGroupName, request.Name);
        var endpoint = await link.LastingEndpointAsync(id);
        PgPrivateEndpoint record = EndpointOutput.From(endpoint, link.Connection);
        IReadOnlyList<EndpointAddress> addresses = (await link.AddressesAsync(endpoint)).OrThrow()!;
        if (addresses.Count == 0) throw Failure.EndpointHasNoAddress(id, record.ProvisioningState);
        PlannedName planned = request.Planned ?? new();
        foreach (EndpointAddress address in addresses)
            host.Output.WriteObject(planned.On(EndpointOutput.Ip(address, record, link.Connection.Cloud), addresses.Count == 1));
    }
}
