using PrivateLinkPg.Commands;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Contexts.SignIn;
using PrivateLinkPg.Models;
using PrivateLinkPg.Postgres;

namespace PrivateLinkPg.Rehearsal.Stages;

/// <content>The commands, as stages of a pipeline.</content>
internal sealed partial class HandlerStage
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, SignedInContext> _contexts = [];

    /// <summary>Connect-PgAzure, keeping the context under <paramref name="name"/>.</summary>
    public PgAzureContext Connect(string name, string? account, string? subscription)
    {
        ConnectPgAzureRequest request = new(
            new ManagedIdentitySignIn(account), new CloudChoice(null, Ready.ArmEndpoint, Ready.CertificateAuthority), subscription, null);
        IReadOnlyList<PgAzureContext> contexts = Run<ConnectPgAzureRequest, PgAzureContext>([request], (each, host) => ConnectPgAzure.RunAsync(each, this, host));
        _contexts[name] = Context!;
        return contexts[0];
    }

    /// <summary>Makes a kept context the current one, as -DefaultProfile does.</summary>
    public HandlerStage As(string name)
    {
        Context = _contexts[name];
        return this;
    }

    public IReadOnlyList<PgPrivateEndpoint> Create(NewPgPrivateEndpointRequest request) =>
        Run<NewPgPrivateEndpointRequest, PgPrivateEndpoint>([request], NewPgPrivateEndpoint.RunAsync);

    public IReadOnlyList<PgEndpointConnection> Approve(IReadOnlyList<PgPrivateEndpoint> endpoints) => Run<PgPrivateEndpoint, PgEndpointConnection>(
        endpoints, (endpoint, host) => DecidePgEndpointConnection.RunAsync(Approval(new ConnectionSelection(endpoint.Id, null, null, null)), host));

    public IReadOnlyList<PgEndpointConnection> ApproveVendor(string target, string name)
    {
        ConnectionSelection wanted = new(null, null, target, name);
        WaitPgEndpointConnectionRequest wait = new(wanted, new HashSet<string> { "Pending" }, TimeSpan.FromSeconds(1), Patience);
        IReadOnlyList<PgEndpointConnection> asked = Run<WaitPgEndpointConnectionRequest, PgEndpointConnection>([wait], WaitPgEndpointConnection.RunAsync);
        return Run<PgEndpointConnection, PgEndpointConnection>(
            asked, (connection, host) => DecidePgEndpointConnection.RunAsync(Approval(new ConnectionSelection(connection.Id, null, null, null)), host));
    }

    public IReadOnlyList<PgEndpointIp> Addresses(IReadOnlyList<PgEndpointConnection> connections) =>
        Run<PgEndpointConnection, PgEndpointIp>(connections, (connection, host) => GetPgEndpointIp.RunAsync(new(connection.EndpointId, null, null), host));

    public IReadOnlyList<PgDnsRecord> Record(IReadOnlyList<PgEndpointIp> addresses, string? hostName) => Run<PgEndpointIp, PgDnsRecord>(
        addresses, (ip, host) => NewPgPrivateDnsRecord.RunAsync(
            new()
            {
                HostName = hostName ?? ip.HostName, IpAddress = [ip.IpAddress], VirtualNetworkId = [ip.VirtualNetworkId], ZoneName = ip.ZoneName,
                EndpointId = ip.EndpointId, TargetId = ip.TargetId,
            },
            host));

    public IReadOnlyList<PgConnectionTest> Test(string hostName, IReadOnlyList<string> expected) => Run<string, PgConnectionTest>(
        [hostName], (name, host) => TestPgPrivateConnection.RunAsync(
            new()
            {
                HostName = name,
                ExpectedIpAddress = expected,
                DnsServer = Ready.Dns[Ready.Resources.ClientNetwork],
                RootCertificate = Ready.Postgres?.RootCertificate,
                Credential = Ready.Postgres is { } postgres ? new SignIn(postgres.User, postgres.Password, IsToken: false) : null,
            },
            host));

    /// <summary>The whole pipeline for a target that does not tell its host name.</summary>
    public IReadOnlyList<PgConnectionTest> Prove(string target, string subnet, string hostName) =>
        [.. Record(Addresses(Approve(Create(new() { Target = target, SubnetId = subnet }))), hostName).SelectMany(record => Test(record.HostName, record.IpAddress))];

    /// <summary>Removes every endpoint that the current context sees, with what only it uses in DNS.</summary>
    public IReadOnlyList<PgRemoval> RemoveAll() => Run<PgPrivateEndpoint, PgRemoval>(
        Endpoints(), (endpoint, host) => RemovePgPrivateEndpoint.RunAsync(new() { Id = endpoint.Id, IncludeDns = true, Timeout = Patience }, host));

    /// <summary>Every endpoint and record that the current context sees.</summary>
    public IReadOnlyList<object> Everything() => [.. Endpoints(), .. Run<GetPgPrivateDnsRecordRequest, PgDnsRecord>(
        [new(null, null, "*", "*", null, [], Stale: false)], GetPgPrivateDnsRecord.RunAsync)];

    public IReadOnlyList<object> Letter(string target, string environment) => Run<NewPgPrivateLinkRequestRequest, object>(
        [new("dbt", target, environment, null, null, [], "Object")], NewPgPrivateLinkRequest.RunAsync);

    private IReadOnlyList<PgPrivateEndpoint> Endpoints() =>
        Run<GetPgPrivateEndpointRequest, PgPrivateEndpoint>([new(null, "*", null, [], null, new HashSet<string>())], GetPgPrivateEndpoint.RunAsync);

    private static DecidePgEndpointConnectionRequest Approval(ConnectionSelection selection) =>
        new(ConnectionDecision.Approve, selection, "Approved", NoWait: false, Patience);
}
