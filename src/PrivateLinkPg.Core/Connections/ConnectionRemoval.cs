namespace PrivateLinkPg.Connections;

/// <summary>Removes a connection on the target's side.</summary>
internal static class ConnectionRemoval
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Asks for the removal and waits until the target does not know the connection any more.</summary>
    public static async Task RunAsync(TargetConnection connection, bool noWait, TimeSpan timeout, LinkReader link, CommandHost host)
    {
        string action = $"Remove the connection of '{connection.EndpointId}': DELETE {connection.Id}";
        if (!host.Output.ShouldProcess(connection.Id, action)) return;
        using ProgressBar progress = new(host, $"Remove {connection.Name}");
        OperationTracking tracking = new(progress.Report, !noWait);
        using TimeLimit limit = host.Limit(timeout, connection.Id, $"The removal of '{connection.Name}'");
        await limit.Of(link.Arm.DeleteConnectionAsync(connection.Target, connection.Name, tracking, limit.Token));
        if (!noWait) await limit.Of(UntilGoneAsync(connection, link.Now(limit.Token), host.Clock, limit.Token));
    }

    private static async Task UntilGoneAsync(
        TargetConnection connection, LinkReader link, TimeProvider clock, CancellationToken cancellation)
    {
        while ((await link.ConnectionAsync(connection.Target, connection.Name)).OrThrow() is not null)
            await Task.Delay(Interval, clock, cancellation);
    }
}
