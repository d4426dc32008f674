using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>An Azure for one test, with a server that tests link networks to; what is left of it is compared as a whole.</summary>
public abstract class LinkedServer : IAsyncLifetime
{
    internal const string PrivateZone = "privatelink.postgres.database.azure.com";

    internal SandboxFixture Azure { get; } = new();

    internal string Server => Azure.Ready.Resources.FlexibleServer;

    internal string HostName => Azure.Ready.HostNames.FlexibleServer;

    public virtual Task InitializeAsync() => Azure.InitializeAsync();

    public Task DisposeAsync() => Azure.DisposeAsync();

    internal PgPrivateEndpoint Endpoint(CommandRunner runner, int network, bool manual = false) => runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
        NewPgPrivateEndpoint.RunAsync, new() { Target = Server, SubnetId = Azure.Subnet(network), ManualRequest = manual });

    internal static PgEndpointIp Ip(CommandRunner runner, PgPrivateEndpoint endpoint) =>
        runner.One<GetPgEndpointIpRequest, PgEndpointIp>(GetPgEndpointIp.RunAsync, new(endpoint.Id, null, null));

    /// <summary>What Get-PgEndpointIp would pipe into New-PgPrivateDnsRecord.</summary>
    internal static NewPgPrivateDnsRecordRequest Request(CommandRunner runner, PgPrivateEndpoint endpoint)
    {
        PgEndpointIp ip = Ip(runner, endpoint);
        return new() { HostName = ip.HostName, IpAddress = [ip.IpAddress], VirtualNetworkId = [ip.VirtualNetworkId], EndpointId = ip.EndpointId, TargetId = ip.TargetId, ZoneName = ip.ZoneName };
    }

    internal static PgDnsRecord Record(CommandRunner runner, PgPrivateEndpoint endpoint, bool append = false, bool asZoneGroup = false) =>
        New(runner, Request(runner, endpoint) with { Append = append, AsZoneGroup = asZoneGroup });

    internal static PgDnsRecord New(CommandRunner runner, NewPgPrivateDnsRecordRequest request) =>
        runner.One<NewPgPrivateDnsRecordRequest, PgDnsRecord>(NewPgPrivateDnsRecord.RunAsync, request);

    internal static IReadOnlyList<PgRemoval> Remove(CommandRunner runner, PgPrivateEndpoint endpoint, bool includeDns = true) =>
        Remove(runner, [endpoint], includeDns);

    internal static IReadOnlyList<PgRemoval> Remove(CommandRunner runner, PgPrivateEndpoint[] endpoints, bool includeDns = true) =>
        runner.Run<RemovePgPrivateEndpointRequest, PgRemoval>(
            RemovePgPrivateEndpoint.RunAsync, [.. endpoints.Select(each => new RemovePgPrivateEndpointRequest { Id = each.Id, IncludeDns = includeDns })]);

    internal IReadOnlyList<PgDnsRecord> Records(bool stale = false) => Azure.Runner().Run<GetPgPrivateDnsRecordRequest, PgDnsRecord>(
        GetPgPrivateDnsRecord.RunAsync, new GetPgPrivateDnsRecordRequest(null, null, "*", "*", null, [], stale));

    internal IReadOnlyList<PgPrivateEndpoint> Endpoints() => Azure.Runner().Run<GetPgPrivateEndpointRequest, PgPrivateEndpoint>(
        GetPgPrivateEndpoint.RunAsync, new GetPgPrivateEndpointRequest(null, "*", null, [], null, new HashSet<string>()));

    internal IReadOnlyList<string> Zones() => Azure.Runner().Run<string, string>(
        async (subscription, host) =>
        {
            await foreach (var zone in (await host.ArmAsync()).ListZonesAsync(subscription, host.Cancellation)) host.Output.WriteObject(zone.Id!);
        },
        Azure.Ready.Subscriptions.Test);

    /// <summary>The names of a zone's links.</summary>
    internal IReadOnlyList<string> LinksOf(string zoneId) =>
        [.. Azure.Sandbox.State.Run(() => Find<PrivateDnsZone>(zoneId).Links.Values.Select(link => link.Name).Order().ToArray())];

    /// <summary>Links a network as others do, or for an endpoint as this module does.</summary>
    internal void Link(string zoneId, string name, string networkId, Dictionary<string, string>? tags = null, bool registers = false) => Meanwhile(arm => arm.PutLinkAsync(
        $"{zoneId}/virtualNetworkLinks/{name}",
        new() { Location = "global", Tags = tags, Properties = new() { VirtualNetwork = new() { Id = networkId }, RegistrationEnabled = registers } },
        ArmGateway.IfAbsent, Watch, default));

    /// <summary>Changes Azure as somebody else would.</summary>
    internal void Meanwhile(Func<ArmGateway, Task> call) => Azure.Runner().Run<int, object>(async (_, host) => await call(await host.ArmAsync()), 0);

    /// <summary>Something of the sandbox; look at it inside Run.</summary>
    internal T Find<T>(string id) where T : ArmResource =>
        ResourceId.TryParse(id, out ResourceId? parsed) ? (T)Azure.Sandbox.State.Find(parsed)! : throw new ArgumentException($"'{id}' is no id.", nameof(id));

    /// <summary>A resource group, where it is not there yet.</summary>
    internal void CreateGroup(string name, params (string Key, string Value)[] tags) => Azure.Sandbox.State.Run(() =>
    {
        Subscription subscription = Azure.Sandbox.State.Subscriptions[Azure.Ready.Subscriptions.Test];
        if (subscription.Groups.ContainsKey(name)) return false;
        subscription.Groups.Add(name, new(subscription.Id, name, Azure.Ready.Location));
        foreach ((string key, string value) in tags) (subscription.Groups[name].Tags ??= [])[key] = value;
        return true;
    });

    /// <summary>Locks a scope, with a reason.</summary>
    internal void Lock(string scope, string level) => Azure.Sandbox.State.Run(() =>
    {
        Azure.Sandbox.State.Locks.Set(new ManagementLock(scope, "do-not-touch", level, "Ask the DBA"));
        return true;
    });

    /// <summary>Lets Azure refuse requests from now on; with status 0 in the operation.</summary>
    internal Task RefuseAsync(string method, string path, string code, int status) => Azure.Sandbox.AddFaultsAsync(new()
    {
        Requests =
        [
            status == 0
                ? new() { Method = method, Path = path, Times = 99, Operation = new() { Code = code, Message = "As planned." } }
                : new RequestFault { Method = method, Path = path, Times = 99, Status = status, Code = code, Message = "As planned." },
        ],
    });

    /// <summary>An operation that is waited for.</summary>
    internal static OperationTracking Watch => new(_ => { });
}
