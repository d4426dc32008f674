using PrivateLinkPg.Endpoints;
using PrivateLinkPg.Records;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of New-PgPrivateEndpoint for one input.</summary>
internal sealed record NewPgPrivateEndpointRequest : EndpointSettings
{
    /// <summary>What the row says for later commands.</summary>
    public PlannedName Planned { get; init; } = new();

    /// <summary>The columns of the row that may be meant and are not read.</summary>
    public IReadOnlyList<string> UnreadColumns { get; init; } = [];
}

/// <summary>Creates a private endpoint, or finds that it is there already.</summary>
internal static class NewPgPrivateEndpoint
{
    public static async Task RunAsync(NewPgPrivateEndpointRequest request, CommandHost host)
    {
        LinkTarget target = request.Check();
        foreach (string column in request.UnreadColumns) await host.WarnOnceAsync(NotRead(column));
        LinkReader link = await LinkReader.OfAsync(host);
        var (id, subnet) = await EndpointPlan.PlaceAsync(request, target, link);
        Task<EndpointPlan> planning = EndpointPlan.MakeAsync(request, target, id, subnet, link);
        EndpointClaim claim = await EndpointClaim.TakeAsync(id, subnet, request, planning, host);
        if (claim.Earlier is { } earlier)
        {
            if (await earlier is { } same) host.Output.WriteObject(request.Planned.On(same));
            return;
        }
        try
        {
            EndpointPlan plan = await EndpointDeletion.EndedAsync(claim.Plan, link, host);
            if (!request.SkipPreflight && (plan.Existing is null || plan.Renews)) await EndpointPreflight.CheckAsync(plan, link, host);
            if (!request.SkipPreflight && !request.Force && plan.HostName is { } name)
                await ZoneGroupRecords.CheckAsync(request.PrivateDnsZoneId, name, id.ToString(), link, host);
            PgPrivateEndpoint? endpoint = await EndpointChange.ConvergeAsync(plan, link, host);
            claim.Done(endpoint);
            if (endpoint is not null) host.Output.WriteObject(request.Planned.On(endpoint));
        }
        catch (Exception e)
        {
            claim.Failed(e);
            throw;
        }
    }

    private static string NotRead(string column) =>
        $"The column {column} of a row is not read, since it may be the target's or the network's. If it is the endpoint's, call it "
        + $"Endpoint{column}, or use -{column} {{ $_.{column} }}.";
}
