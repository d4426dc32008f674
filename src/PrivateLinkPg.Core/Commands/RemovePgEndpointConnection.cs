using PrivateLinkPg.Arm;
using PrivateLinkPg.Connections;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Remove-PgEndpointConnection for one input.</summary>
internal sealed record RemovePgEndpointConnectionRequest(ConnectionSelection Selection, bool NoWait, TimeSpan Timeout);

/// <summary>Removes connections on the target's side, which leaves their endpoints Disconnected.</summary>
internal static class RemovePgEndpointConnection
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(RemovePgEndpointConnectionRequest request, CommandHost host)
    {
        request.Selection.CheckForChange();
        ArmGateway arm = await host.ArmAsync();
        IReadOnlyList<TargetConnection> meant = await request.Selection.FindAsync(arm, withEndpoints: false, host.Cancellation);
        request.Selection.RefuseAmbiguous(meant);
        if (meant.Count == 0) await TellNothingToDoAsync(request.Selection, arm, host);
        await host.ForEachAsync(meant, connection => connection.Id, connection => RemoveAsync(request, connection, arm, host));
    }

    // What is gone is as wished; but a name may also be mistyped, and then access that should end would go on unnoticed.
    private static async Task TellNothingToDoAsync(ConnectionSelection selection, ArmGateway arm, CommandHost host)
    {
        if (selection.IsById) host.Output.WriteVerbose($"The connection {selection.Wanted} is gone already.");
        else host.Output.WriteWarning($"Nothing was removed. {(await selection.NotFoundAsync(arm, host.Cancellation)).Failure.Message}");
    }

    private static async Task RemoveAsync(RemovePgEndpointConnectionRequest request, TargetConnection connection, ArmGateway arm, CommandHost host)
    {
        if (!host.Output.ShouldProcess(connection.Id, $"Remove the connection of '{connection.EndpointId}': DELETE {connection.Id}")) return;
        using ProgressBar progress = new(host, $"Remove {connection.Name}");
        await host.WithinAsync(request.Timeout, connection.Id, $"The removal of '{connection.Name}'", async cancellation =>
        {
            await arm.DeleteConnectionAsync(connection.Target, connection.Name, new OperationTracking(progress.Report, !request.NoWait), cancellation);
            while (!request.NoWait && await arm.FindConnectionAsync(connection.Target, connection.Name, cancellation) is not null)
                await Task.Delay(Interval, host.Clock, cancellation);
            return true;
        });
    }
}
