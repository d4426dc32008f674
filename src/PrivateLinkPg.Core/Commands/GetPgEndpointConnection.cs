using PrivateLinkPg.Connections;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Get-PgEndpointConnection for one input.</summary>
internal sealed record GetPgEndpointConnectionRequest(ConnectionSelection Selection, IReadOnlySet<string> State);

/// <summary>Shows connections from both sides.</summary>
internal static class GetPgEndpointConnection
{
    public static async Task RunAsync(GetPgEndpointConnectionRequest request, CommandHost host)
    {
        request.Selection.Check();
        LinkReader link = (await LinkReader.OfAsync(host)).Now();
        IReadOnlyList<TargetConnection> found = await request.Selection.FindAsync(link, withEndpoints: true);
        if (found.Count == 0 && request.Selection.MustExist) throw await request.Selection.NotFoundAsync(link);
        foreach (TargetConnection connection in found.Where(each => request.State.Count == 0 || request.State.Contains(each.Status)))
            host.Output.WriteObject(connection.ToRecord(link.Connection));
    }
}
