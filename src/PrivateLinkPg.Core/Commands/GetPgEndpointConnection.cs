using PrivateLinkPg.Arm;
using PrivateLinkPg.Connections;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Get-PgEndpointConnection for one input.</summary>
internal sealed record GetPgEndpointConnectionRequest(ConnectionSelection Selection, IReadOnlySet<string> State);

/// <summary>Shows connections from both sides.</summary>
internal static class GetPgEndpointConnection
{
    public static async Task RunAsync(GetPgEndpointConnectionRequest request, CommandHost host)
    {
        request.Selection.Check();
        ArmGateway arm = await host.ArmAsync();
        IReadOnlyList<TargetConnection> found = await request.Selection.FindAsync(arm, withEndpoints: true, host.Cancellation);
        // A name in full, like an id, says that it should be there; a wildcard asks what there is.
        ConnectionSelection asked = request.Selection;
        bool expected = !asked.IsWildcard && (asked.IsById || asked.OnlyEndpointId is not null || asked.Name is not null || asked.RequestMessage is not null);
        if (found.Count == 0 && expected) throw await asked.NotFoundAsync(arm, host.Cancellation);
        foreach (TargetConnection connection in found)
        {
            if (request.State.Count == 0 || request.State.Contains(connection.Status))
                host.Output.WriteObject(connection.ToRecord(arm.Connection));
        }
    }
}
