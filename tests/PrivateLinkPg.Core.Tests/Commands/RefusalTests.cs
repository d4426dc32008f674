using System.Text.Json;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox;
using PrivateLinkPg.Sandbox.State;
using EndpointResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.PrivateEndpointProperties>;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>What Azure is known to say no with, at once or at the end of an operation: each has a failure of its own with a way out.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    // Path of the request, code, HTTP status (0: in the operation), how often, and the failure; none where trying again succeeds.
    private static readonly (string Name, string Code, int Status, int Times, string? Failure)[] Refusals =
    [
        ("policies", "PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled", 400, 1, "SubnetPoliciesEnabled"),
        ("reference", "InvalidResourceReference", 400, 1, "ReferenceNotFound"),
        ("feature", "PrivateEndpointFeatureNotSupportedOnServer", 400, 1, "PrivateLinkNotSupported"),
        ("feature-later", "PrivateEndpointFeatureNotSupportedOnServer", 0, 1, "PrivateLinkNotSupported"),
        ("group", "MissingParameterOnPrivateLinkServiceConnection", 400, 1, "RequestRefused"),
        ("linked", "LinkedAuthorizationFailed", 403, 1, "LinkedAccessDenied"),
        ("join", "LinkedAuthorizationFailed", 403, 1, "AccessDenied"),
        ("registration", "MissingSubscriptionRegistration", 409, 1, "ProviderNotRegistered"),
        ("service", "InvalidPrivateLinkServiceId", 400, 1, "ServiceNotVisible"),
        ("third", "ThirdPartyPrivateLinkServiceProvidedDuringPrivateEndpointCreationDoesNotExistOrIsNotVisible", 400, 1, "ServiceNotVisible"),
        ("proxy", "ResourceNotFound", 0, 1, "OperationFailed"),
        ("conflict-once", "ConflictError", 0, 1, null),
        // The time may end after a refusal, or while one more operation is under way.
        ("conflict", "ConflictError", 0, 99, "ResourceBusy or TimedOut"),
        ("busy-once", "AnotherOperationInProgress", 409, 2, null),
        ("busy", "ServerIsBusy", 409, 99, "ResourceBusy"),
    ];

    private readonly string _plan = Path.GetTempFileName();
    private SandboxHost _sandbox = null!;

    public static IEnumerable<object?[]> Expectations => Refusals.Select(each => new object?[] { each.Name, each.Failure });

    public async Task InitializeAsync()
    {
        // Azure says only in the text which right on which linked resource is missing.
        object Fault(string method, string path, string code, int status, int times) => status == 0
            ? new { method, path, times, operation = new { code, message = "As planned." } }
            : new { method, path, times, status, code, message = path.EndsWith("/join", StringComparison.Ordinal) ? "No 'Microsoft.Network/virtualNetworks/subnets/join/action'." : "As planned." };
        await File.WriteAllTextAsync(_plan, JsonSerializer.Serialize(new
        {
            requests = Refusals.Select(each => Fault("PUT", $"*/privateEndpoints/{each.Name}", each.Code, each.Status, each.Times))
                .Append(Fault("PUT", "*/privateEndpointConnections/denied-meanwhile.*", "InternalServerError", 0, 1))
                .Append(Fault("GET", "*/networkInterfaces/unreadable*", "AuthorizationFailed", 403, 99))
                .Append(Fault("GET", "*/privateEndpoints/unreadable*/privateDnsZoneGroups", "AuthorizationFailed", 403, 99)),
        }));
        _sandbox = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, FaultPlan = _plan });
    }

    public async Task DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        File.Delete(_plan);
    }

    [Theory]
    [MemberData(nameof(Expectations))]
    public void Each_refusal_has_its_own_failure_and_a_passing_one_is_tried_again(string name, string? expected)
    {
        CommandRunner runner = new(_sandbox, null, new(), new FastClock(100));
        PgPrivateEndpoint? endpoint = runner.Run<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Request(name)).SingleOrDefault();
        CommandFailure? failure = runner.Output.Failures.SingleOrDefault();
        Assert.Equal(expected is null ? "Approved" : null, endpoint?.ConnectionStatus);
        if (expected is null)
        {
            Assert.Null(failure);
            return;
        }
        Assert.Contains(failure!.Id, expected.Split(" or "));
        Assert.NotEmpty(failure.Remedy);
    }

    [Fact]
    public void An_endpoint_in_a_subnet_that_is_being_made_is_asked_for_again_until_that_is_ready()
    {
        SandboxState state = _sandbox.State;
        Subnet subnet = state.Run(() => state.All<VirtualNetwork>().SelectMany(each => each.Subnets.Values)
            .Single(each => each.Id.Value == _sandbox.Ready.Resources.ClientSubnet));
        state.Run(() => subnet.ProvisioningState = "Updating");
        bool hasFailed = false;
        state.Changed += () => state.Run(() =>
        {
            if (!state.All<PrivateEndpoint>().Any(each => each is { Name: "early", ProvisioningState: "Failed" })) return false;
            subnet.ProvisioningState = "Succeeded";
            return hasFailed = true;
        }, writes: false);

        PgPrivateEndpoint endpoint = new CommandRunner(_sandbox, null, new(), new FastClock(100))
            .One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Request("early"));

        Assert.True(hasFailed);
        Assert.Equal(("Succeeded", "Approved"), (endpoint.ProvisioningState, endpoint.ConnectionStatus));
    }

    [Fact]
    public void A_decision_that_fails_in_its_operation_is_told_with_Azures_words()
    {
        CommandRunner runner = new(_sandbox, null, new(), new FastClock(100));
        PgPrivateEndpoint endpoint = runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            NewPgPrivateEndpoint.RunAsync, Request("denied-meanwhile") with { ManualRequest = true });
        CommandFailure failure = runner.Fails(DecidePgEndpointConnection.RunAsync, EndpointRequests.Approval(EndpointRequests.Of(endpoint.Id)) with { Timeout = TimeSpan.FromHours(1) });
        Assert.Equal(("OperationFailed", FailureKind.OperationFailed), (failure.Id, failure.Kind));
        Assert.Contains("InternalServerError", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith(_sandbox.Ready.Resources.FlexibleServer, (string)failure.Target!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.4", "10.0.0.4 from CustomDnsConfig")]
    [InlineData(null, "AuthorizationFailed")]
    public void Addresses_that_may_not_be_read_are_taken_from_where_they_may(string? told, string expected)
    {
        string group = _sandbox.Ready.Resources.ClientNetwork.Split("/virtualNetworks/")[0];
        EndpointResource endpoint = new()
        {
            Id = $"{group}/privateEndpoints/unreadable",
            Properties = new()
            {
                NetworkInterfaces = [new() { Id = $"{group}/networkInterfaces/unreadable-nic" }],
                CustomDnsConfigs = told is null ? [] : [new() { IpAddresses = [told] }],
            },
        };

        string read = new CommandRunner(_sandbox, null, new(), TimeProvider.System).One<EndpointResource, string>(
            async (asked, host) =>
            {
                var addresses = await (await LinkReader.OfAsync(host)).AddressesAsync(asked);
                host.Output.WriteObject(addresses.Refusal?.Code ?? $"{addresses.Value![0].Ip} from {addresses.Value[0].Source}");
            },
            endpoint);

        Assert.Equal(expected, read);
    }

    private NewPgPrivateEndpointRequest Request(string name) => new()
    {
        Target = _sandbox.Ready.Resources.FlexibleServer, SubnetId = _sandbox.Ready.Resources.ClientSubnet, Name = name,
    };
}
