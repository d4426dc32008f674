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
        var (id, subnet) = await EndpointPlan.PlaceAsync(request, target, link);
        Task<EndpointPlan> planning = EndpointPlan.MakeAsync(request, target, id, subnet, link);
        EndpointClaim claim = await EndpointClaim.TakeAsync(id, planning, host);
        if (claim.Earlier is { } earlier)
        {
            if (await earlier is { } same) host.Output.WriteObject(same);
            return;
        }
        try
        {
            EndpointPlan plan = await EndpointDeletion.EndedAsync(claim.Plan, link, host);
            if (!request.SkipPreflight && (plan.Existing is null || plan.Renews)) await EndpointPreflight.CheckAsync(plan, link, host);
            PgPrivateEndpoint? endpoint = await EndpointChange.ConvergeAsync(plan, link, host);
            claim.Done(endpoint);
            if (endpoint is not null) host.Output.WriteObject(endpoint);
        }
        catch (Exception e)
        {
            claim.Failed(e);
            throw;
        }
    }
}
