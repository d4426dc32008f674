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
        EndpointPlan plan = await EndpointPlan.MakeAsync(request, target, link);
        if (await EndpointClaim.OnceAsync(plan, host, () => ChangeAsync(plan, link, host)) is { } endpoint)
            host.Output.WriteObject(endpoint);
    }

    private static async Task<PgPrivateEndpoint?> ChangeAsync(EndpointPlan made, LinkReader link, CommandHost host)
    {
        EndpointPlan plan = await EndpointDeletion.EndedAsync(made, link, host);
        if (!plan.Wished.SkipPreflight && (plan.Existing is null || plan.Renews)) await EndpointPreflight.CheckAsync(plan, link, host);
        return await EndpointChange.ConvergeAsync(plan, link, host);
    }
}
