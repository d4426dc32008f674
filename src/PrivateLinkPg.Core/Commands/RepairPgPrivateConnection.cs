using PrivateLinkPg.Connections;
using PrivateLinkPg.Diagnosis;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of Repair-PgPrivateConnection for one input.</summary>
/// <param name="Test">How the connection is tested, before and after each change.</param>
/// <param name="Timeout">How long each change may take.</param>
internal sealed record RepairPgPrivateConnectionRequest(TestPgPrivateConnectionRequest Test, TimeSpan Timeout);

/// <summary>Mends what is wrong with a connection, as far as nobody else notices.</summary>
internal static class RepairPgPrivateConnection
{
    public static async Task RunAsync(RepairPgPrivateConnectionRequest request, CommandHost host)
    {
        ProbeRequest probe = request.Test.Check();
        ConnectionRepair repair = new(
            inner => ConnectionTest.RunAsync(probe, request.Test, asksAnyway: false, inner),
            (each, inner) => RunAsync(each, request.Timeout, inner), host);
        // Repairs overlap, and results come in the order of the inputs.
        Task<Turn> order = host.TurnAsync("results");
        Task<PgConnectionRepair> repairing = repair.RunAsync();
        using Turn turn = await order;
        host.Output.WriteObject(await repairing);
    }

    // As its line says.
    private static Task RunAsync(Repair repair, TimeSpan timeout, CommandHost host) => repair switch
    {
        ApprovalRepair approval => DecidePgEndpointConnection.RunAsync(
            new(
                ConnectionDecision.Approve, new(null, approval.EndpointId, approval.TargetId, null), "Approved", NoWait: false, timeout),
            host),
        EndpointRepair endpoint => NewPgPrivateEndpoint.RunAsync(
            new()
            {
                Target = endpoint.TargetId, SubnetId = endpoint.SubnetId, Name = ResourceIds.Name(endpoint.EndpointId),
                ResourceGroupName = ResourceIds.Group(endpoint.EndpointId), Timeout = timeout,
            },
            host),
        RecordRepair record => NewPgPrivateDnsRecord.RunAsync(
            new()
            {
                HostName = record.HostName, IpAddress = record.IpAddress, VirtualNetworkId = [record.NetworkId],
                EndpointId = record.EndpointId, ZoneName = record.ZoneName, ResourceGroupName = ResourceIds.Group(record.ZoneId),
                SubscriptionId = ResourceIds.Subscription(record.ZoneId), Force = record.Force, Timeout = timeout,
            },
            host),
        _ => throw new ArgumentOutOfRangeException(nameof(repair), repair, null),
    };
}
