using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class GetPgPrivateEndpointTests : LinkedServer
{
    private static readonly GetPgPrivateEndpointRequest All = new(null, "*", null, [], null, new HashSet<string>());

    [Fact]
    public void Endpoints_are_found_by_name_group_target_and_state()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint first = Endpoint(runner, 1);
        Endpoint(runner, 2, manual: true);
        runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, new() { Target = Azure.Ready.Resources.PrivateLinkService, SubnetId = Azure.Subnet(3) });
        (string one, string two, string three) = (first.Name, "vnet-client-02-pg-orders-pe", "vnet-client-03-p-mckwlbakq5-rw-internal-lb-pe");

        Assert.Equal([one, two, three], Get(runner, All));
        Assert.Equal([one, two], Get(runner, All with { Name = "VNET-client-0?-pg-*" }));
        Assert.Equal([one, two], Get(runner, All with { Target = Server.ToUpperInvariant() }));
        Assert.Equal([three], Get(runner, All with { Target = "p-mck*" }));
        Assert.Equal([two], Get(runner, All with { State = new HashSet<string> { "Pending" } }));
        Assert.Equal([one, two, three], Get(runner, All with { State = new HashSet<string> { "Succeeded" }, ResourceGroupName = "RG-client" }));
        Assert.Empty(Get(runner, All with { SubscriptionId = [Azure.Ready.Subscriptions.Development] }));
        Assert.Equal([one, two, three], Get(runner, All with { SubscriptionId = [Azure.Ready.Subscriptions.Development, Azure.Ready.Subscriptions.Test] }));
        Assert.Equal([one], Get(runner, All with { Id = first.Id }));
        Assert.Empty(runner.Output.Failures);
    }

    [Fact]
    public void What_is_not_there_or_not_an_endpoint_is_told_so()
    {
        CommandRunner runner = Azure.Runner();
        Assert.Equal("NoSuchEndpoint", runner.Fails(GetPgPrivateEndpoint.RunAsync, All with { Name = "none" }).Id);
        Assert.Equal("EndpointNotFound", runner.Fails(GetPgPrivateEndpoint.RunAsync, All with { Id = Azure.Network(1).Replace("virtualNetworks", "privateEndpoints", StringComparison.Ordinal) }).Id);
        Assert.Equal("InvalidResourceId", runner.Fails(GetPgPrivateEndpoint.RunAsync, All with { Id = Azure.Network(1) }).Id);
        Assert.Equal("InvalidTarget", runner.Fails(GetPgPrivateEndpoint.RunAsync, All with { Target = $"\"{Server}\"" }).Id);
        Assert.Equal("InvalidTarget", runner.Fails(GetPgPrivateEndpoint.RunAsync, All with { Target = Server.TrimStart('/') }).Id);
        Assert.Equal("InvalidName", runner.Fails(GetPgPrivateEndpoint.RunAsync, All with { ResourceGroupName = "rg." }).Id);
        Assert.Empty(Get(runner, All with { Name = "none*" }));
    }

    [Fact]
    public void Where_nothing_is_found_a_warning_says_where_was_looked_but_not_of_a_state_that_none_is_in()
    {
        CommandRunner runner = Azure.Runner();
        Assert.Empty(Get(runner, All with { State = new HashSet<string> { "Pending" } }));
        Assert.Empty(Get(runner, All with { SubscriptionId = [Azure.Ready.Subscriptions.Test] }));
        Assert.Empty(runner.Output.Text("Warning"));
        Assert.Empty(Get(runner, All));
        Assert.Contains(Azure.Ready.Subscriptions.Development, Assert.Single(runner.Output.Text("Warning")), StringComparison.Ordinal);
        Assert.Empty(Get(runner, All with { Target = Server + "-x" }));
        Assert.StartsWith($"No private endpoint to {Server}-x named '*'", runner.Output.Text("Warning")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_subscription_that_may_not_be_read_fails_and_the_others_go_on()
    {
        Endpoint(Azure.Runner(), 1);
        CommandRunner runner = Azure.Runner(Azure.Ready.Principals.Consumer);
        Assert.Single(Get(runner, All with { SubscriptionId = [Azure.Ready.Subscriptions.Development, Azure.Ready.Subscriptions.Test] }));
        Assert.Equal("AccessDenied", Assert.Single(runner.Output.Failures).Id);
    }

    [Fact]
    public void Enough_downstream_ends_the_command()
    {
        Endpoint(Azure.Runner(), 1);
        Endpoint(Azure.Runner(), 2);
        RecordingOutput output = new() { StopAfterObjects = 1 };
        Assert.Throws<RecordingOutput.PipelineStopped>(() => Get(Azure.Runner(output: output), All));
        Assert.Single(output.Objects);
        Assert.Empty(output.Failures);
    }

    private static IEnumerable<string> Get(CommandRunner runner, GetPgPrivateEndpointRequest request) =>
        runner.Run<GetPgPrivateEndpointRequest, PgPrivateEndpoint>(GetPgPrivateEndpoint.RunAsync, request).Select(each => each.Name).Order(StringComparer.Ordinal);
}
