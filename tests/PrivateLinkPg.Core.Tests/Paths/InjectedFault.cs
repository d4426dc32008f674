using System.Globalization;
using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Network.Dns;
using PrivateLinkPg.Sandbox.Postgres;
using PrivateLinkPg.Sandbox.State;
using Way = PrivateLinkPg.Sandbox.Network.Relays.PathFault;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>Where on the path a fault is, in the order in which they block each other.</summary>
internal enum PathLayer { End, Connection, Name, Way, Tls, SignIn }

/// <summary>One thing that can be wrong with a path, and what it is to be called.</summary>
/// <param name="Name">Tells it from the others.</param>
/// <param name="Layer">Where it is.</param>
/// <param name="Code">The cause that is right.</param>
/// <param name="Inject">Puts it into a path.</param>
internal sealed record InjectedFault(string Name, PathLayer Layer, string Code, Func<ConnectedPath, Task> Inject)
{
    /// <summary>In which layouts there can be such a thing.</summary>
    public Predicate<PathLayout> In { get; init; } = _ => true;

    /// <summary>Whether psql gets through all the same: what was asked is wrong, not the path.</summary>
    public bool PsqlPasses { get; init; }

    /// <summary>Whether the endpoint's own address works when the name is mended, so that what lies behind it shows.</summary>
    public bool ShowsBehind { get; init; }

    /// <summary>Whether people ask by a name of their own, which no certificate has: it is not checked.</summary>
    public bool IsByAlias { get; init; }

    /// <summary>Whether there is an endpoint whose address the name could be led to.</summary>
    public bool LeavesEndpoint { get; init; } = true;

    public override string ToString() => Name;

    public static readonly IReadOnlyList<InjectedFault> All =
    [
        // The ends.
        End("target deleted", "TargetDeleted", path => path.Change(state =>
        {
            state.Remove(path.Find<PrivateLinkTarget>(path.TargetId));
            path.Find<PrivateEndpoint>(path.Endpoint.Id).Connection.Status = "Disconnected";
        })) with { In = layout => layout.Target != PathTarget.Alias },
        End("endpoint deleted", "EndpointDeleted", path => path.Change(state => Remove(state, path))) with { LeavesEndpoint = false },
        End("endpoint failed", "EndpointFailed", path => path.Change(_ =>
        {
            PrivateEndpoint endpoint = path.Find<PrivateEndpoint>(path.Endpoint.Id);
            (endpoint.ProvisioningState, endpoint.IsMaterialized) = ("Failed", false);
        })),
        End("connection removed by the owner", "ConnectionDisconnected", path => Status(path, "Disconnected")),
        End("no endpoint", "EndpointMissing", path =>
        {
            path.Change(state =>
            {
                foreach (PrivateEndpoint each in state.All<PrivateEndpoint>().ToList()) Remove(state, each);
            });
            path.Asked = path.Asked with { EndpointId = null };
        }) with { In = layout => layout.Target == PathTarget.Server, LeavesEndpoint = false },
        End("endpoint to another server", "EndpointToOtherServer", path =>
        {
            var other = path.OtherEndpoint();
            path.SetRecord(path.Ip(other).IpAddress);
            path.Asked = path.Asked with { EndpointId = other.Id };
        }) with { In = layout => layout.Target != PathTarget.Alias, LeavesEndpoint = false },
        End("server stopped", "ServerStopped", path => path.Change(_ => path.Find<FlexibleServer>(path.TargetId).State = "Stopped"))
            with { In = layout => layout.Target == PathTarget.Server },

        InState("Starting", "ServerStarting"), InState("Restarting", "ServerStarting"), InState("Disabled", "ServerDisabled"),
        InState("Inaccessible", "ServerInaccessible"), InState("Dropping", "ServerBeingDeleted"),

        // The connection.
        new("connection waits", PathLayer.Connection, "ConnectionPending", Do(path => Status(path, "Pending"))),
        new("connection rejected", PathLayer.Connection, "ConnectionRejected", Do(path => Status(path, "Rejected"))),

        // The name.
        Naming("no zone", "ZoneMissing", path => path.Change(state => RemoveZone(state, path))),
        Naming("zone not linked", "ZoneNotLinked", path => Unlink(path)),
        Naming("no record", "RecordMissing", path => path.Change(_ => path.Find<PrivateDnsZone>(path.ZoneId).RemoveRecordSet("A", path.RecordName))),
        Naming("empty record", "RecordMissing", path => path.SetRecord()),
        Naming("wider zone beside the right one", "ZoneTooWide", path => Wider(path, "postgres.database.azure.com")) with { In = layout => layout.Target == PathTarget.Server },
        Naming("wider zone in place of the right one", "ZoneTooWide", path =>
        {
            Unlink(path);
            Wider(path, string.Join('.', path.Asked.HostName!.Split('.')[^2..]));
        }) with { In = layout => layout.Target != PathTarget.Server },
        Naming("record of an old address", "RecordStale", path => path.SetRecord(Neighbour(path))),
        Naming("record of an old address beside the right one", "RecordStale", path =>
        {
            path.SetRecord(Neighbour(path), path.Address);
            path.Asked = path.Asked with { ExpectedIpAddress = [path.Address] };
        }) with { PsqlPasses = true },
        Naming("record that was written for the endpoint when it had another address", "RecordStale", path =>
        {
            path.Rewrite(Neighbour(path));
            path.SetRecord(Neighbour(path));
        })
            with { In = layout => layout.Zone != ZonePlace.Group },
        Naming("record of another server's endpoint", "RecordStale", path => path.SetRecord(path.Ip(path.OtherEndpoint()).IpAddress)) with { In = layout => layout.Target != PathTarget.Alias },
        Naming("the network asks its own DNS servers", "CustomDnsServers", path => path.Change(_ => path.Find<VirtualNetwork>(path.ClientNetwork).DnsServers = ["10.0.0.4"])),
        Naming("another network's resolver is asked", "OtherResolver", path => path.Asked = path.Asked with { DnsServer = path.UnlinkedDns }),
        Naming("links may not be read", "ZonesNotReadable", path =>
        {
            Unlink(path);
            return path.FailAsync(Refused("*/virtualNetworkLinks"));
        }),
        Naming("the resolver fails", "DnsServerFailed", path => path.FailAsync(new() { Names = [new() { Name = "*", Fault = DnsFault.ServerFailure }] })) with { ShowsBehind = false },
        Naming("the resolver is silent", "DnsServerSilent", path => path.FailAsync(new() { Names = [new() { Name = "*", Fault = DnsFault.NoAnswer }] })) with { ShowsBehind = false },
        Naming("a wrong address is expected", "ExpectedAddressWrong", path => path.Asked = path.Asked with { ExpectedIpAddress = ["10.9.9.9"] }) with { PsqlPasses = true },

        Naming("behind an alias of one's own, no record", "RecordMissing", path =>
        {
            path.AskByAlias();
            path.Change(_ => path.Find<PrivateDnsZone>(path.ZoneId).RemoveRecordSet("A", path.RecordName));
        }) with { IsByAlias = true },
        Naming("behind an alias of one's own, a record of an old address", "RecordStale", path =>
        {
            path.AskByAlias();
            path.SetRecord(Neighbour(path));
        }) with { IsByAlias = true },
        Naming("behind an alias of one's own, a zone that is not linked", "ZoneNotLinked", path =>
        {
            path.AskByAlias();
            Unlink(path);
        }) with { IsByAlias = true },
        Naming("an alias of one's own that leads elsewhere", "RecordStale", path =>
        {
            string server = path.Asked.HostName!;
            path.AskByAlias();
            path.Change(state => state.All<PrivateDnsZone>().Single(zone => zone.Name == "corp.example").GetOrAddRecordSet("CNAME", "db").Records =
                new JsonArray(new JsonObject { ["cname"] = "old.elsewhere.example" }));
        }) with { IsByAlias = true },

        // The way.
        Waying("a route sends it nowhere", "RouteDropsTraffic", path => path.Route($"{path.Address}/32", "None")),
        Waying("a route as narrow as the network, applied to endpoints, sends it out", "RouteDropsTraffic",
            path => path.Route(path.EndpointRange, "Internet", applies: true)),
        Waying("the other half of the peering is gone", "PeeringDisconnected", path => path.Change(_ =>
        {
            (VirtualNetworkPeering own, VirtualNetworkPeering remote) = path.Peering();
            remote.Network.Peerings.Remove(remote.Name);
            own.State = "Disconnected";
        })) with { In = layout => layout.Zone == ZonePlace.Spoke },
        Waying("the other half of the peering was never made", "PeeringDisconnected", path => path.Change(_ =>
        {
            (VirtualNetworkPeering own, VirtualNetworkPeering remote) = path.Peering();
            remote.Network.Peerings.Remove(remote.Name);
            own.State = "Initiated";
        })) with { In = layout => layout.Zone == ZonePlace.Spoke },
        Waying("the peering forbids access", "PeeringForbidsAccess", path => path.Change(_ => path.Peering().Own.AllowsAccess = false))
            with { In = layout => layout.Zone == ZonePlace.Spoke },
        Waying("the networks are not peered", "NetworksNotPeered", path => path.Change(_ =>
        {
            (VirtualNetworkPeering own, VirtualNetworkPeering remote) = path.Peering();
            remote.Network.Peerings.Remove(remote.Name);
            own.Network.Peerings.Remove(own.Name);
        })) with { In = layout => layout.Zone == ZonePlace.Spoke },
        Waying("a security rule denies", "SecurityRuleDenies", path => path.Secure("Deny", source: "*", ports: "*", priority: 4000, applies: true)),
        WayFault("a firewall swallows", "AddressSilent", Way.Dropped),
        WayFault("nothing listens", "PortClosed", Way.Refused),
        WayFault("a proxy closes", "ConnectionClosed", Way.Closed),
        WayFault("a proxy hangs", "ServerSilent", Way.Hung),

        // TLS.
        ServerFault("no TLS", PathLayer.Tls, "TlsRefused", PostgresFault.TlsRefused),
        ServerFault("certificate expired", PathLayer.Tls, "CertificateExpired", PostgresFault.CertificateExpired),
        ServerFault("certificate of another name", PathLayer.Tls, "CertificateNameMismatch", PostgresFault.CertificateWrongName),
        ServerFault("certificate of an unknown authority", PathLayer.Tls, "CertificateIssuerMissing", PostgresFault.CertificateUntrusted),

        // The sign-in.
        ServerFault("no session left", PathLayer.SignIn, "DatabaseIsFull", PostgresFault.TooManyConnections),
        ServerFault("clients rejected", PathLayer.SignIn, "ClientRejected", PostgresFault.AccessRejected),
        new("wrong password", PathLayer.SignIn, "PasswordRejected", Do(path => path.Asked = path.Asked with { Credential = path.Asked.Credential! with { Password = "wrong" } })),
        new("no such role", PathLayer.SignIn, "PasswordRejected", Do(path => path.Asked = path.Asked with { Credential = path.Asked.Credential! with { User = "nobody" } })),
        new("no such database", PathLayer.SignIn, "DatabaseMissing", Do(path => path.Asked = path.Asked with { Database = "nowhere" })),
        new("database without right", PathLayer.SignIn, "DatabaseForbidden", Do(path => path.Asked = path.Asked with { Credential = path.Asked.Credential! with { User = "edb_guest" } })),
    ];

    private static InjectedFault End(string name, string code, Action<ConnectedPath> inject) => new(name, PathLayer.End, code, Do(inject));

    private static InjectedFault InState(string state, string code) =>
        End($"server is {state}", code, path => path.Change(_ => path.Find<FlexibleServer>(path.TargetId).State = state)) with { In = layout => layout.Target == PathTarget.Server };

    private static InjectedFault Naming(string name, string code, Action<ConnectedPath> inject) => Naming(name, code, Do(inject));

    private static InjectedFault Naming(string name, string code, Func<ConnectedPath, Task> inject) => new(name, PathLayer.Name, code, inject) { ShowsBehind = true };

    private static InjectedFault Waying(string name, string code, Action<ConnectedPath> inject) => new(name, PathLayer.Way, code, Do(inject));

    private static InjectedFault WayFault(string name, string code, Way fault) => new(
        name, PathLayer.Way, code, path => path.FailAsync(new() { Endpoints = [new() { Endpoint = path.Endpoint.Id, Fault = fault }] }));

    private static InjectedFault ServerFault(string name, PathLayer layer, string code, PostgresFault fault) => new(
        name, layer, code, path => path.FailAsync(new() { Servers = [new() { Target = path.TargetId, Fault = fault }] }));

    internal static Func<ConnectedPath, Task> Do(Action<ConnectedPath> inject) => path =>
    {
        inject(path);
        return Task.CompletedTask;
    };

    internal static FaultPlan Refused(string path) => new()
    {
        Requests = [new() { Method = "GET", Path = path, Times = 999, Status = 403, Code = "AuthorizationFailed", Message = "As planned." }],
    };

    private static void Status(ConnectedPath path, string status) =>
        path.Change(_ => path.Find<PrivateEndpoint>(path.Endpoint.Id).Connection.Status = status);

    private static void Remove(SandboxState state, ConnectedPath path) => Remove(state, path.Find<PrivateEndpoint>(path.Endpoint.Id));

    private static void Remove(SandboxState state, PrivateEndpoint endpoint)
    {
        endpoint.Connection.Target.Connections.Remove(endpoint.Connection.TargetName);
        state.Remove(endpoint.Interface);
        state.Remove(endpoint);
    }

    private static void RemoveZone(SandboxState state, ConnectedPath path)
    {
        path.Find<PrivateEndpoint>(path.Endpoint.Id).ZoneGroups.Clear();
        state.Remove(path.Find<PrivateDnsZone>(path.ZoneId));
    }

    private static void Unlink(ConnectedPath path) => path.Change(_ =>
    {
        PrivateDnsZone zone = path.Find<PrivateDnsZone>(path.ZoneId);
        foreach (string name in zone.Links.Where(each => Is(each.Value.VirtualNetwork, path.ClientNetwork)).Select(each => each.Key).ToList()) zone.Links.Remove(name);
    });

    private static bool Is(ResourceId id, string text) => id.Value.Equals(text, StringComparison.OrdinalIgnoreCase);

    // A zone with somebody else's record.
    private static void Wider(ConnectedPath path, string name) => path.Record($"another.{name}", "10.9.9.9", path.ClientNetwork, name, "rg-client");

    // Of the same subnet, where nothing is any more.
    private static string Neighbour(ConnectedPath path) =>
        string.Join('.', path.Address.Split('.')[..3]) + "." + (int.Parse(path.Address.Split('.')[3], CultureInfo.InvariantCulture) + 100).ToString(CultureInfo.InvariantCulture);
}
