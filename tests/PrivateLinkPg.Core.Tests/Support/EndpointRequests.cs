using System.Net;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Connections;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>Requests for connections, as a requester makes them, for the tests of the owner's side.</summary>
internal static class EndpointRequests
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(30);

    /// <summary>A manual request to the flexible server, or to another target, under a name that the test's connections are found by.</summary>
    public static PgPrivateEndpoint Ask(
        this SandboxFixture azure, string name, string? target = null, string? message = null, string? principal = null, string? group = null, bool manual = true) =>
        azure.Runner(principal).One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, new()
        {
            Target = target ?? azure.Ready.Resources.FlexibleServer, SubnetId = azure.Subnet(1), Name = name, ManualRequest = manual, RequestMessage = message,
            ResourceGroupName = group, NetworkInterfaceName = $"{name}-{Guid.NewGuid():N}", SkipPreflight = true,
        });

    /// <summary>Changes an endpoint as Azure's own troubles would.</summary>
    public static void Change(this SandboxFixture azure, string id, Action<PrivateEndpoint> change) => azure.Sandbox.State.Run(() =>
    {
        change(azure.Sandbox.State.All<PrivateEndpoint>().Single(each => each.Id.Value.Equals(id, StringComparison.OrdinalIgnoreCase)));
        return true;
    });

    /// <summary>Gives an endpoint another address: address spaces recur from network to network.</summary>
    public static void Give(this SandboxFixture azure, PgPrivateEndpoint endpoint, string address) => azure.Change(endpoint.Id, each =>
        each.Interface.Configurations = [.. each.Interface.Configurations.Select(configuration => configuration with { Address = IPAddress.Parse(address) })]);

    public static ConnectionSelection On(this SandboxFixture azure, string? name, string? message = null) =>
        new(null, null, azure.Ready.Resources.FlexibleServer, name, message);

    public static ConnectionSelection Of(string id) => new(id, null, null, null);

    public static DecidePgEndpointConnectionRequest Approval(ConnectionSelection selection) => new(ConnectionDecision.Approve, selection, "Approved", false, Enough);

    public static DecidePgEndpointConnectionRequest Denial(ConnectionSelection selection) => new(ConnectionDecision.Deny, selection, "Not ordered", false, Enough);

    public static PgEndpointConnection Decide(this CommandRunner runner, DecidePgEndpointConnectionRequest request) =>
        runner.One<DecidePgEndpointConnectionRequest, PgEndpointConnection>(DecidePgEndpointConnection.RunAsync, request);

    public static IReadOnlyList<PgEndpointConnection> Get(this CommandRunner runner, ConnectionSelection selection, params string[] states) =>
        runner.Run<GetPgEndpointConnectionRequest, PgEndpointConnection>(
            GetPgEndpointConnection.RunAsync, new GetPgEndpointConnectionRequest(selection, states.ToHashSet(StringComparer.OrdinalIgnoreCase)));
}
