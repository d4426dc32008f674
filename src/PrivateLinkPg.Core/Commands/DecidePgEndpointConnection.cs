using PrivateLinkPg.Connections;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Approve- and Deny-PgEndpointConnection for one input.</summary>
/// <param name="Decision">What is decided.</param>
/// <param name="Selection">On which connections.</param>
/// <param name="Description">What the requester reads.</param>
/// <param name="NoWait">Returns once Azure has accepted.</param>
/// <param name="Timeout">How long it may take.</param>
/// <param name="Force">Asks nothing about requesters who are known by their words only.</param>
/// <param name="Planned">What a row of a plan says for later commands.</param>
internal sealed record DecidePgEndpointConnectionRequest(
    ConnectionDecision Decision, ConnectionSelection Selection, string Description, bool NoWait, TimeSpan Timeout, bool Force = false,
    PlannedName? Planned = null);

/// <summary>Approves or denies connections on the target's side and waits until both sides say so.</summary>
internal static class DecidePgEndpointConnection
{
    public static async Task RunAsync(DecidePgEndpointConnectionRequest request, CommandHost host)
    {
        request.Selection.CheckForChange();
        AzureNames.CheckMessage("Description", request.Description);
        LinkReader link = (await LinkReader.OfAsync(host)).Now();
        IReadOnlyList<TargetConnection> meant = await request.Selection.ResolveAsync(link);
        bool unknown = !request.Force && request.Selection.IsByRequestersWords;
        await using Overlap overlap = host.Overlap();
        foreach (TargetConnection connection in meant)
        {
            await overlap.FreeAsync();
            overlap.Add(
                request.Decision.ApplyAsync(connection, unknown, request.Description, request.NoWait, request.Timeout, link, host,
                    request.Planned ?? new()),
                connection.Id);
        }
    }
}
