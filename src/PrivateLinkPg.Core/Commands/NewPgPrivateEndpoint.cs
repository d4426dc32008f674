using PrivateLinkPg.Endpoints;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of New-PgPrivateEndpoint for one input.</summary>
internal sealed record NewPgPrivateEndpointRequest : EndpointSettings;

/// <summary>Creates a private endpoint, or finds that it is there already.</summary>
internal static class NewPgPrivateEndpoint
{
    public static async Task RunAsync(NewPgPrivateEndpointRequest request, CommandHost host)
    {
        LinkTarget target = request.Check();
        LinkReader link = await LinkReader.OfAsync(host);
        EndpointPlan plan = await EndpointDeletion.EndedAsync(await EndpointPlan.MakeAsync(request, target, link), link, host);
        if (!request.SkipPreflight && (plan.Existing is null || plan.Renews)) await EndpointPreflight.CheckAsync(plan, link, host);
        if (await EndpointChange.ConvergeAsync(plan, link, host) is { } endpoint) host.Output.WriteObject(endpoint);
    }
}
