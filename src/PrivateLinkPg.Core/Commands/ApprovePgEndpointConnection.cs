using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Hosting;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Approve-PgEndpointConnection for one input.</summary>
internal sealed record ApprovePgEndpointConnectionRequest(ConnectionSelection Selection, string Description, bool NoWait, TimeSpan Timeout);

/// <summary>Approves connections on the target's side and waits until both sides say so.</summary>
internal static class ApprovePgEndpointConnection
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(ApprovePgEndpointConnectionRequest request, CommandHost host)
    {
        request.Selection.Check();
        AzureNames.CheckRequestMessage(request.Description);
        ArmGateway arm = await host.ArmAsync();
        foreach (var (target, connection) in await request.Selection.ResolveAsync(arm, host.Cancellation))
            await ApproveAsync(request, target, connection, arm, host);
    }

    private static async Task ApproveAsync(
        ApprovePgEndpointConnectionRequest request, LinkTarget target, Resource<EndpointConnectionProperties> connection, ArmGateway arm, CommandHost host)
    {
        string id = connection.Id!;
        bool write = ConnectionRecords.Status(connection) switch
        {
            "Approved" => false,
            "Disconnected" => throw Failures.Failures.ConnectionFinal(id, "Disconnected"),
            // PostgreSQL accepts this and fails later with an internal error; the owner of a Private Link service may change his mind.
            "Rejected" when target.Type != TargetType.PrivateLinkService => throw Failures.Failures.ConnectionFinal(id, "Rejected"),
            _ => true,
        };
        if (write && !host.Output.ShouldProcess(id, $"Approve the connection of '{connection.Properties?.PrivateEndpoint?.Id}': PUT {id}")) return;

        using ProgressBar progress = new(host, $"Approving {connection.Name}");
        OperationWatch watch = new(progress.Report, !request.NoWait);
        string? endpointStatus = null;
        connection = await host.WithinAsync(request.Timeout, id, $"The approval of '{connection.Name}'", async cancellation =>
        {
            if (write) await arm.PutConnectionAsync(target, connection.Name!, Approval(connection, request.Description), watch, cancellation);
            if (request.NoWait) return connection;
            (connection, endpointStatus) = await BothSidesAsync(target, connection, arm, host, progress, cancellation);
            return connection;
        });
        host.Output.WriteObject(ConnectionRecords.From(target, connection, arm.Connection) with
        {
            EndpointStatus = endpointStatus,
            Changed = write,
            OperationUrl = request.NoWait ? watch.Url?.AbsoluteUri : null,
        });
    }

    // Azure's operation ends before both sides show the new state.
    private static async Task<(Resource<EndpointConnectionProperties>, string?)> BothSidesAsync(
        LinkTarget target, Resource<EndpointConnectionProperties> connection, ArmGateway arm, CommandHost host, ProgressBar progress, CancellationToken cancellation)
    {
        while (true)
        {
            Task<Resource<EndpointConnectionProperties>?> targetSide = arm.FindConnectionAsync(target, connection.Name!, cancellation);
            Task<string?> endpointSide = ConnectionRecords.EndpointStatusAsync(connection.Properties?.PrivateEndpoint?.Id, arm, cancellation);
            await Task.WhenAll(targetSide, endpointSide);
            connection = await targetSide ?? throw Failures.Failures.ConnectionNotFound(target.Value, $"'{connection.Name}'", []);
            string status = ConnectionRecords.Status(connection);
            string? endpoint = await endpointSide;
            if (status is "Rejected" or "Disconnected" || endpoint is "Rejected" or "Disconnected")
                throw Failures.Failures.ConnectionNotSettled(connection.Id!, status, endpoint ?? "nothing that can be read");
            bool settled = connection.Properties?.ProvisioningState is null or "Succeeded" or "Ready";
            if (status == "Approved" && settled && endpoint is null or "Approved") return (connection, endpoint);
            progress.Report($"target {status}, endpoint {endpoint ?? "unknown"}");
            await Task.Delay(Interval, host.Clock, cancellation);
        }
    }

    private static Resource<EndpointConnectionProperties> Approval(Resource<EndpointConnectionProperties> connection, string description) => new()
    {
        Name = connection.Name,
        Properties = new()
        {
            PrivateEndpoint = connection.Properties?.PrivateEndpoint ?? new(),
            PrivateLinkServiceConnectionState = new() { Status = "Approved", Description = description },
        },
    };
}
