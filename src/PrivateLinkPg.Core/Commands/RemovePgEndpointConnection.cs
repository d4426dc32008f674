using PrivateLinkPg.Connections;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Remove-PgEndpointConnection for one input.</summary>
internal sealed record RemovePgEndpointConnectionRequest(ConnectionSelection Selection, bool NoWait, TimeSpan Timeout);

/// <summary>Removes connections on the target's side, which leaves their endpoints Disconnected.</summary>
internal static class RemovePgEndpointConnection
{
    public static async Task RunAsync(RemovePgEndpointConnectionRequest request, CommandHost host)
    {
        request.Selection.CheckForChange();
        LinkReader link = (await LinkReader.OfAsync(host)).Now();
        IReadOnlyList<TargetConnection> meant = await request.Selection.FindAsync(link, withEndpoints: false);
        request.Selection.RefuseAmbiguous(meant);
        if (meant.Count == 0) await TellNothingToDoAsync(request.Selection, link, host);
        await host.ForEachAsync(
            meant, each => each.Id, each => ConnectionRemoval.RunAsync(each, request.NoWait, request.Timeout, link, host));
    }

    // What is gone is as wished; but a name may also be mistyped, and then access that should end would go on unnoticed.
    private static async Task TellNothingToDoAsync(ConnectionSelection selection, LinkReader link, CommandHost host)
    {
        if (selection.IsById) host.Output.WriteVerbose($"The connection {selection.Wanted} is gone already.");
        else host.Output.WriteWarning($"Nothing was removed. {(await selection.NotFoundAsync(link)).Failure.Message}");
    }
}
