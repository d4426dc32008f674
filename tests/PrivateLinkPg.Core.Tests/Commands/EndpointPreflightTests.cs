using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>The verdict on a new endpoint, before any write, and what happens where there is none to give.</summary>
public sealed class EndpointPreflightTests(SandboxFixture azure) : IClassFixture<SandboxFixture>
{
    private string Server => azure.Ready.Resources.FlexibleServer;

    private string Alias => azure.Ready.Resources.PrivateLinkServiceAlias;

    [Theory]
    [InlineData("Microsoft.Network", "test")]
    [InlineData("Microsoft.DBforPostgreSQL", "test")]
    [InlineData("Microsoft.DBforPostgreSQL", "development")]
    public void A_provider_must_be_registered_on_both_sides(string provider, string side)
    {
        string subscription = side == "test" ? azure.Ready.Subscriptions.Test : azure.Ready.Subscriptions.Development;
        Register(subscription, provider, false);
        try
        {
            CommandFailure failure = Refused(azure.Runner(), Request(1) with { Name = "provider-pe" });
            Assert.Equal(("ProviderNotRegistered", FailureKind.InvalidOperation), (failure.Id, failure.Kind));
            Assert.Contains($"Set-AzContext -Subscription {subscription}; Register-AzResourceProvider -ProviderNamespace {provider}", failure.Remedy, StringComparison.Ordinal);
        }
        finally
        {
            Register(subscription, provider, true);
        }
    }

    [Fact]
    public void Who_reads_the_target_and_may_not_approve_is_told_to_ask()
    {
        CommandRunner admin = azure.Runner(azure.Ready.Principals.NetworkAdmin);
        CommandFailure failure = Refused(admin, Request(2) with { Name = "rights-pe" });
        Assert.Equal(("LinkedAccessDenied", FailureKind.PermissionDenied), (failure.Id, failure.Kind));
        Assert.Contains("-ManualRequest", failure.Remedy, StringComparison.Ordinal);
        Assert.Equal("Pending", Create(admin, Request(2) with { Name = "rights-pe", ManualRequest = true }).ConnectionStatus);
    }

    [Fact]
    public void Who_cannot_see_the_target_is_told_by_Azure_itself()
    {
        CommandRunner consumer = azure.Runner(azure.Ready.Principals.Consumer);
        Assert.Equal("LinkedAccessDenied", consumer.Fails(NewPgPrivateEndpoint.RunAsync, Request(3) with { Name = "unseen-pe" }).Id);
        Assert.Equal("Pending", Create(consumer, Request(3) with { Name = "unseen-pe", ManualRequest = true }).ConnectionStatus);
    }

    [Fact]
    public void A_reader_is_refused_before_the_write()
    {
        CommandFailure failure = Refused(azure.Runner(azure.Ready.Principals.Reader), Request(3) with { Name = "reader-pe" });
        Assert.Equal(("AccessDenied", FailureKind.PermissionDenied), (failure.Id, failure.Kind));
        Assert.Contains("privateEndpoints/write", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_makes_the_request_manual_and_must_be_visible()
    {
        PgPrivateEndpoint endpoint = Create(azure.Runner(azure.Ready.Principals.Consumer), Request(4) with { Target = Alias, RequestMessage = "Orders" });
        Assert.Equal(("Pending", true, Alias, null), (endpoint.ConnectionStatus, endpoint.ManualRequest, endpoint.TargetId, endpoint.GroupId));

        Seeded(service => service.Visibility = []);
        try
        {
            CommandFailure failure = Refused(azure.Runner(), Request(4) with { Target = Alias, Name = "hidden-pe" });
            Assert.Equal(("ServiceNotVisible", Alias), (failure.Id, failure.Target));
            Assert.Contains(azure.Ready.Subscriptions.Test, failure.Remedy, StringComparison.Ordinal);
            Assert.Equal("ServiceNotVisible", azure.Runner().Fails(NewPgPrivateEndpoint.RunAsync, Request(4) with { Target = Alias, Name = "hidden-pe", SkipPreflight = true }).Id);
        }
        finally
        {
            Seeded(service => service.Visibility = ["*"]);
        }
    }

    [Fact]
    public void A_service_that_approves_the_subscription_asks_for_no_right_of_its_own()
    {
        Seeded(service => service.AutoApproval = [azure.Ready.Subscriptions.Test]);
        try
        {
            PgPrivateEndpoint endpoint = Create(azure.Runner(azure.Ready.Principals.NetworkAdmin), Request(5) with { Target = azure.Ready.Resources.PrivateLinkService });
            Assert.Equal(("Approved", false), (endpoint.ConnectionStatus, endpoint.ManualRequest));
        }
        finally
        {
            Seeded(service => service.AutoApproval = []);
        }
    }

    [Fact]
    public void A_full_subnet_and_a_taken_interface_name_are_seen()
    {
        Create(azure.Runner(), Request(6) with { Name = "first-pe", NetworkInterfaceName = "taken-nic" });
        Assert.Equal("InterfaceNameTaken", Refused(azure.Runner(), Request(6) with { Name = "second-pe", NetworkInterfaceName = "taken-nic" }).Id);

        azure.Sandbox.State.Run(() => Enumerable.Range(0, 256).Count(_ => Subnet(7).Allocate(Subnet(7).Id) is not null));
        Assert.Equal(("SubnetFull", FailureKind.LimitsExceeded), Both(Refused(azure.Runner(), Request(7))));
    }

    [Fact]
    public void Many_inputs_share_what_they_have_in_common()
    {
        CommandRunner runner = azure.Runner();
        int before = azure.Sandbox.Log.Requests.Count;
        runner.Run<NewPgPrivateEndpointRequest, object>(NewPgPrivateEndpoint.RunAsync, [.. Enumerable.Range(0, 12).Select(each => Request(8) with { Name = $"shared-{each:00}" })]);
        string[] paths = [.. azure.Sandbox.Log.Requests.Skip(before).Where(request => request.Method == "GET").Select(request => request.Path)];
        Assert.Empty(runner.Output.Failures);
        Assert.Single(paths, path => path.Equals(Server, StringComparison.OrdinalIgnoreCase));
        Assert.Single(paths, path => path.EndsWith("/privateLinkResources", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(4, paths.Count(path => path.Contains("/providers/Microsoft.", StringComparison.OrdinalIgnoreCase) && path.Split('/').Length == 5));
    }

    private static (string, FailureKind) Both(CommandFailure failure) => (failure.Id, failure.Kind);

    private static CommandFailure Refused(CommandRunner runner, NewPgPrivateEndpointRequest request)
    {
        CommandFailure? failure = null;
        Assert.DoesNotContain(runner.WritesOf(() => failure = runner.Fails(NewPgPrivateEndpoint.RunAsync, request)), write => write.StartsWith("PUT", StringComparison.Ordinal));
        return failure!;
    }

    private static PgPrivateEndpoint Create(CommandRunner runner, NewPgPrivateEndpointRequest request) =>
        runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, request);

    private NewPgPrivateEndpointRequest Request(int network) => new() { Target = Server, SubnetId = azure.Subnet(network) };

    private void Register(string subscription, string provider, bool registered) => azure.Sandbox.State.Run(() =>
        registered ? azure.Sandbox.State.Subscriptions[subscription].RegisteredProviders.Add(provider) : azure.Sandbox.State.Subscriptions[subscription].RegisteredProviders.Remove(provider));

    private void Seeded(Action<PrivateLinkService> change) => azure.Sandbox.State.Run(() =>
    {
        change(azure.Sandbox.State.All<PrivateLinkService>().First());
        return true;
    });

    private Subnet Subnet(int number) =>
        azure.Sandbox.State.All<VirtualNetwork>().Single(network => network.Id.Value.Equals(azure.Network(number), StringComparison.OrdinalIgnoreCase)).Subnets.Values.First();
}
