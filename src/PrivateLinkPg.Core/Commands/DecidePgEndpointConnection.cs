using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Connections;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;

namespace PrivateLinkPg.Commands;

/// <summary>What the owner of a target says to a connection.</summary>
/// <param name="Verb">What the user does.</param>
/// <param name="Noun">What that is called.</param>
/// <param name="Status">What the connection is afterwards.</param>
internal sealed record ConnectionDecision(string Verb, string Noun, string Status)
{
    public static readonly ConnectionDecision Approve = new("Approve", "approval", "Approved");
    public static readonly ConnectionDecision Deny = new("Deny", "denial", "Rejected");
}

/// <summary>The parameters of Approve- and Deny-PgEndpointConnection for one input.</summary>
internal sealed record DecidePgEndpointConnectionRequest(
    ConnectionDecision Decision, ConnectionSelection Selection, string Description, bool NoWait, TimeSpan Timeout);

/// <summary>Approves or denies connections on the target's side and waits until both sides say so.</summary>
internal static class DecidePgEndpointConnection
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(DecidePgEndpointConnectionRequest request, CommandHost host)
    {
        request.Selection.CheckForChange();
        AzureNames.CheckMessage("Description", request.Description);
        ArmGateway arm = await host.ArmAsync();
        IReadOnlyList<TargetConnection> meant = await request.Selection.ResolveAsync(arm, host.Cancellation);
        await host.ForEachAsync(meant, connection => connection.Id, connection => DecideAsync(request, connection, arm, host));
    }

    private static async Task DecideAsync(DecidePgEndpointConnectionRequest request, TargetConnection connection, ArmGateway arm, CommandHost host)
    {
        bool write = MustWrite(connection, request.Decision);
        if (write && !host.Output.ShouldProcess(connection.Id, $"{request.Decision.Verb} the connection of '{connection.EndpointId}': PUT {connection.Id}")) return;

        using ProgressBar progress = new(host, $"{request.Decision.Verb} {connection.Name}");
        OperationTracking watch = new(progress.Report, !request.NoWait);
        connection = await host.WithinAsync(request.Timeout, connection.Id, $"The {request.Decision.Noun} of '{connection.Name}'", async cancellation =>
        {
            if (write) await arm.PutConnectionAsync(connection.Target, connection.Name, Body(connection, request), watch, cancellation);
            return request.NoWait ? connection : await BothSidesAsync(connection, request.Decision, arm, host, progress, cancellation);
        });
        host.Output.WriteObject(connection.ToRecord(arm.Connection) with
        {
            Changed = write,
            OperationUrl = request.NoWait ? watch.Url?.AbsoluteUri : null,
        });
    }

    private static bool MustWrite(TargetConnection connection, ConnectionDecision decision) => connection.Status switch
    {
        var status when status == decision.Status => false,
        "Disconnected" => throw Failure.ConnectionFinal(connection.Id, "Disconnected"),
        // PostgreSQL accepts this and fails later with an internal error; the owner of a Private Link service may change his mind.
        "Rejected" when connection.Target.Type != TargetType.PrivateLinkService => throw Failure.ConnectionFinal(connection.Id, "Rejected"),
        _ => true,
    };

    // Azure's operation ends before both sides show the new state.
    private static async Task<TargetConnection> BothSidesAsync(
        TargetConnection connection, ConnectionDecision decision, ArmGateway arm, CommandHost host, ProgressBar progress, CancellationToken cancellation)
    {
        while (true)
        {
            TargetConnection now = await TargetConnection.FindAsync(connection.Target, connection.Name, arm, cancellation)
                ?? throw Failure.ConnectionGone(connection.Id);
            string endpoint = now.EndpointStatus ?? "nothing that can be read";
            bool overruled = now.Status is "Rejected" or "Disconnected" && now.Status != decision.Status;
            if (overruled || endpoint == "Disconnected") throw Failure.ConnectionNotSettled(now.Id, decision.Noun, now.Status, endpoint);
            if (now.Status == decision.Status && now.IsSettled && (now.EndpointStatus is null || now.EndpointStatus == decision.Status)) return now;
            progress.Report($"target {now.Status}, endpoint {endpoint}");
            await Task.Delay(Interval, host.Clock, cancellation);
        }
    }

    private static Resource<EndpointConnectionProperties> Body(TargetConnection connection, DecidePgEndpointConnectionRequest request) => new()
    {
        Name = connection.Name,
        Properties = new()
        {
            PrivateEndpoint = connection.Resource.Properties?.PrivateEndpoint ?? new(),
            PrivateLinkServiceConnectionState = new() { Status = request.Decision.Status, Description = request.Description },
        },
    };
}
