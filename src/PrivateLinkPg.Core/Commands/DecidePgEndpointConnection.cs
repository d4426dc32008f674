using PrivateLinkPg.Connections;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Approve- and Deny-PgEndpointConnection for one input.</summary>
internal sealed record DecidePgEndpointConnectionRequest(
    ConnectionDecision Decision, ConnectionSelection Selection, string Description, bool NoWait, TimeSpan Timeout);

/// <summary>Approves or denies connections on the target's side and waits until both sides say so.</summary>
internal static class DecidePgEndpointConnection
{
    public static async Task RunAsync(DecidePgEndpointConnectionRequest request, CommandHost host)
    {
        request.Selection.CheckForChange();
        AzureNames.CheckMessage("Description", request.Description);
        LinkReader link = (await LinkReader.OfAsync(host)).Now();
        IReadOnlyList<TargetConnection> meant = await request.Selection.ResolveAsync(link);
        await using Overlap overlap = host.Overlap();
        foreach (TargetConnection connection in meant)
        {
            await overlap.FreeAsync();
            overlap.Add(
                request.Decision.ApplyAsync(connection, request.Description, request.NoWait, request.Timeout, link, host), connection.Id);
        }
    }
}
