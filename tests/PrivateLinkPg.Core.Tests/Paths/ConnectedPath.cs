using System.Net;
using System.Text.Json.Nodes;
using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.State;
using TestRequest = PrivateLinkPg.Commands.TestPgPrivateConnectionRequest;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>What a path leads to.</summary>
internal enum PathTarget { Server, Service, Alias, Cluster }

/// <summary>Where the zone is: in the clients' group, in a hub that others see too, kept by the zone group, or seen from a spoke.</summary>
internal enum ZonePlace { Own, Hub, Group, Spoke }

internal sealed record PathLayout(PathTarget Target, ZonePlace Zone)
{
    /// <summary>Every kind of target in every place that its zone can be in.</summary>
    public static readonly IReadOnlyList<PathLayout> All =
    [
        new(PathTarget.Server, ZonePlace.Own), new(PathTarget.Server, ZonePlace.Hub), new(PathTarget.Server, ZonePlace.Group), new(PathTarget.Server, ZonePlace.Spoke),
        new(PathTarget.Service, ZonePlace.Own), new(PathTarget.Service, ZonePlace.Hub), new(PathTarget.Service, ZonePlace.Spoke), new(PathTarget.Alias, ZonePlace.Own),
        new(PathTarget.Cluster, ZonePlace.Own),
    ];

    public bool IsService => Target is PathTarget.Service or PathTarget.Alias;

    public override string ToString() => $"{Target}/{Zone}";
}

/// <summary>A path that works, in an Azure of its own, for tests to break; beside it is the path of another network.</summary>
internal sealed class ConnectedPath : IAsyncDisposable
{
    private const int Clients = 1;
    private const int EndpointInSpoke = 2;
    private const int Others = 9;
    private const int Unlinked = 8;

    // The sandbox has started the servers of its own targets alone.
    private readonly List<PrivateLinkTarget> _added = [];

    private ConnectedPath(PathLayout layout, SandboxHost azure) => (Layout, Azure) = (layout, azure);

    public PathLayout Layout { get; }

    public SandboxHost Azure { get; }

    public PgPrivateEndpoint Endpoint { get; private set; } = null!;

    public string Address { get; private set; } = "";

    public string TargetId { get; private set; } = "";

    /// <summary>The zone that leads the clients there.</summary>
    public string ZoneId { get; private set; } = "";

    /// <summary>What the user asks.</summary>
    public TestRequest Asked { get; set; } = null!;

    public string ClientNetwork => Network(Clients);

    public string ClientSubnet => $"{ClientNetwork}/subnets/snet-client";

    public string OthersDns => Dns(Others);

    public string UnlinkedDns => Dns(Unlinked);

    /// <summary>Of the zone's record.</summary>
    public string RecordName => Layout.Target == PathTarget.Cluster ? HostName[..^".postgres.cosmos.azure.com".Length] : HostName.Split('.')[0];

    /// <summary>The server's own.</summary>
    public string HostName { get; private set; } = "";

    /// <summary>A path with faults, when the network has them too.</summary>
    public static async Task<ConnectedPath> OfAsync(PathLayout layout, PathBench bench, params InjectedFault[] faults)
    {
        SandboxHost azure = await SandboxHost.StartAsync(new()
        {
            Shared = bench.Servers, OperationTime = TimeSpan.Zero, PublicAddresses = new(AddressRange.ToNumber(IPAddress.Parse("203.0.113.0")), 24),
        });
        ConnectedPath path = new(layout, azure);
        try
        {
            path.Connect(bench);
            foreach (InjectedFault fault in faults) await fault.Inject(path);
            // psql shall not wait for their start.
            foreach (PrivateLinkTarget added in path._added) await bench.Servers.Postgres!.GetEndpointAsync(added.Id.Value, added.ServedNames);
            await path.SettledAsync();
            return path;
        }
        catch
        {
            await path.DisposeAsync();
            throw;
        }
    }

    public CommandRunner Runner(RecordingOutput? output = null, string? principal = null) => new(Azure, principal, output ?? new());

    public string Network(int number) => Azure.Ready.Resources.ClientNetwork.Replace("/vnet-client", $"/vnet-client-{number:00}", StringComparison.Ordinal);

    /// <summary>Changes Azure as anybody may.</summary>
    public void Change(Action<SandboxState> change) => Azure.State.Run(() =>
    {
        change(Azure.State);
        return true;
    });

    public T Find<T>(string id) where T : ArmResource =>
        ResourceId.TryParse(id, out ResourceId? parsed) ? (T)Azure.State.Find(parsed)! : throw new ArgumentException($"'{id}' is no id.", nameof(id));

    public Task FailAsync(FaultPlan plan) => Azure.AddFaultsAsync(plan);

    /// <summary>Waits until the network is as Azure says.</summary>
    public Task SettledAsync() => Azure.AddFaultsAsync(new());

    /// <summary>What a user sees who takes the advice to give a busy machine more time: the path's Azure is in this process too.</summary>
    public PgConnectionTest Test(RecordingOutput? output = null)
    {
        RecordingOutput told = output ?? new();
        PgConnectionTest test = Ask(Asked.Timeout);
        return told.Text("Warning").Concat(test.Finding).Any(line => line.Contains("pass a longer -TimeoutSec", StringComparison.OrdinalIgnoreCase)) ? Ask(Asked.Timeout * 4) : test;

        PgConnectionTest Ask(TimeSpan timeout) => Runner(told).One<TestRequest, PgConnectionTest>(TestPgPrivateConnection.RunAsync, Asked with { Timeout = timeout });
    }

    public PgConnectionRepair Repair(RecordingOutput? output = null) => Runner(output).One<RepairPgPrivateConnectionRequest, PgConnectionRepair>(
        RepairPgPrivateConnection.RunAsync, new(Asked, TimeSpan.FromMinutes(1)));

    /// <summary>Another server, and an endpoint to it in the clients' network.</summary>
    public PgPrivateEndpoint OtherEndpoint(string name = "other-pe") => New(Other(), Layout.Zone == ZonePlace.Spoke ? EndpointInSpoke : Clients, name);

    /// <summary>A resource group of the clients' subscription, which is made where it is not there.</summary>
    public string Group(string name)
    {
        string subscription = Azure.Ready.Subscriptions.Test;
        Change(state => state.Subscriptions[subscription].Groups.TryAdd(name, new(subscription, name, Azure.Ready.Location)));
        return name;
    }

    public PgDnsRecord Record(string host, string address, string network, string? zone = null, string? group = null, bool link = true) =>
        LinkedServer.New(Runner(), new()
        {
            HostName = host, IpAddress = [address], VirtualNetworkId = [network], ZoneName = zone, ResourceGroupName = group, NoLink = !link,
        });

    public PgEndpointIp Ip(PgPrivateEndpoint endpoint) => LinkedServer.Ip(Runner(), endpoint);

    /// <summary>Sets what the record says, whoever keeps it.</summary>
    public void SetRecord(params string[] addresses) => Change(_ => Find<PrivateDnsZone>(ZoneId).GetOrAddRecordSet("A", RecordName).Records =
        new JsonArray([.. addresses.Select(address => new JsonObject { ["ipv4Address"] = address })]));

    /// <summary>Has the record written for the endpoint, with an address that it does not have.</summary>
    public void Rewrite(string address) => LinkedServer.New(Runner(), new()
    {
        HostName = HostName, IpAddress = [address], VirtualNetworkId = [ClientNetwork], EndpointId = Endpoint.Id, ZoneName = ResourceIds.Name(ZoneId),
        ResourceGroupName = ResourceIds.Group(ZoneId), SubscriptionId = ResourceIds.Subscription(ZoneId), Force = true,
    });

    /// <summary>Puts a security group with one rule on the endpoint's subnet, which applies it to endpoints or not.</summary>
    public void Secure(string access, string source, string ports, long priority, bool applies) => Change(state =>
    {
        NetworkSecurityGroup group = new(
            ResourceId.InGroup(Azure.Ready.Subscriptions.Test, "rg-client", "Microsoft.Network", NetworkSecurityGroup.ResourceType, "nsg-data"), Azure.Ready.Location);
        group.Rules["rule"] = new JsonObject
        {
            ["protocol"] = "Tcp", ["sourcePortRange"] = "*", ["destinationPortRange"] = ports, ["sourceAddressPrefix"] = source, ["destinationAddressPrefix"] = "*",
            ["access"] = access, ["priority"] = priority, ["direction"] = "Inbound",
        };
        state.Add(group);
        Subnet subnet = Find<PrivateEndpoint>(Endpoint.Id).Subnet;
        subnet.Attach(group);
        subnet.PrivateEndpointNetworkPolicies = applies ? "Enabled" : "Disabled";
    });

    /// <summary>Puts a route table with one route on the clients' subnet; the endpoint's applies such tables to endpoints, or not.</summary>
    public void Route(string prefix, string nextHop, bool applies = false) => Change(state =>
    {
        RouteTable table = new(
            ResourceId.InGroup(Azure.Ready.Subscriptions.Test, "rg-client", "Microsoft.Network", RouteTable.ResourceType, "rt-apps"), Azure.Ready.Location);
        table.Rules["route"] = new JsonObject { ["addressPrefix"] = prefix, ["nextHopType"] = nextHop };
        if (nextHop == "VirtualAppliance") table.Rules["route"]["nextHopIpAddress"] = "10.0.0.4";
        state.Add(table);
        Find<Subnet>(ClientSubnet).Attach(routeTable: table);
        Find<PrivateEndpoint>(Endpoint.Id).Subnet.PrivateEndpointNetworkPolicies = applies ? "RouteTableEnabled" : "Disabled";
    });

    /// <summary>The network's address range, as narrow as it is.</summary>
    public string EndpointRange => Find<PrivateEndpoint>(Endpoint.Id).Subnet.Network.AddressSpace[0].ToString();

    /// <summary>Both halves of the peering between the clients' network and the endpoint's.</summary>
    public (VirtualNetworkPeering Own, VirtualNetworkPeering Remote) Peering()
    {
        VirtualNetworkPeering own = Find<VirtualNetwork>(ClientNetwork).Peerings.Values.Single();
        return (own, own.Other!);
    }

    /// <summary>A name of one's own, for the clients alone, that is an alias of the one that they asked for; its certificate is not checked for it.</summary>
    public void AskByAlias(string name = "db.corp.example")
    {
        (string record, string zone) = (name.Split('.', 2)[0], name.Split('.', 2)[1]);
        string id = Record($"seed.{zone}", "10.9.9.9", ClientNetwork, zone, Group("rg-corp")).ZoneId;
        Change(_ => Find<PrivateDnsZone>(id).GetOrAddRecordSet("CNAME", record).Records = new JsonArray(new JsonObject { ["cname"] = Asked.HostName }));
        Asked = Asked with { HostName = name, SslMode = PgSslMode.VerifyCA };
    }

    public ValueTask DisposeAsync() => Azure.DisposeAsync();

    private string Dns(int network) => Azure.Ready.Dns.Single(pair => ResourceIds.Same(pair.Key, Network(network))).Value;

    private void Connect(PathBench bench)
    {
        TargetId = Target();
        int own = Layout.Zone == ZonePlace.Spoke ? EndpointInSpoke : Clients;
        Endpoint = New(TargetId, own, "own-pe");
        PgEndpointIp ip = Ip(Endpoint);
        Address = ip.IpAddress;
        string host = HostName = Layout.IsService ? Azure.Ready.HostNames.BigAnimal : ip.HostName!;
        NewPgPrivateDnsRecordRequest record = new()
        {
            HostName = host, IpAddress = [Address], VirtualNetworkId = [Network(Clients)], EndpointId = Endpoint.Id, TargetId = Layout.IsService ? null : TargetId,
            AsZoneGroup = Layout.Zone == ZonePlace.Group,
        };
        if (Layout.Zone is ZonePlace.Hub or ZonePlace.Spoke)
        {
            record = record with
            {
                SubscriptionId = Azure.Ready.Subscriptions.Development, ResourceGroupName = "rg-data",
                VirtualNetworkId = Layout.Zone == ZonePlace.Spoke ? [Network(EndpointInSpoke), Network(Clients)] : [Network(Clients), Network(Others)],
            };
        }
        ZoneId = LinkedServer.New(Runner(), record).ZoneId;
        Asked = new()
        {
            HostName = host, DnsServer = Dns(Clients), EndpointId = Endpoint.Id, VirtualNetworkId = Layout.Zone == ZonePlace.Spoke ? Network(Clients) : null,
            RootCertificate = bench.RootFile, Credential = new(bench.Role.User, bench.Role.Password, false), Timeout = TimeSpan.FromSeconds(12), Diagnose = true,
        };
        Beside(host);
        if (Layout.Zone == ZonePlace.Spoke) Peer(Network(Clients), Network(EndpointInSpoke));
        Change(state => state.Clients = Find<Subnet>(ClientSubnet));
        // Whoever breaks it is not this session, and what it wrote was long ago.
        RecentWrites.Note(new Uri(Azure.Ready.ArmEndpoint).Authority, RequestMethod.Delete, "");
    }

    /// <summary>A subnet more in the clients' network, beside the one that the clients are in.</summary>
    public void AddSubnet(string name) => Change(_ =>
    {
        VirtualNetwork network = Find<VirtualNetwork>(ClientNetwork);
        AddressRange range = new(network.AddressSpace[0].Last - 255, 24);
        network.Subnets[name] = new(network, network.Id.Child("subnets", name), [range]) { ProvisioningState = "Succeeded" };
    });

    public void Peer(string one, string other) => Change(_ =>
    {
        foreach ((string from, string to) in new[] { (one, other), (other, one) })
        {
            VirtualNetwork network = Find<VirtualNetwork>(from);
            ResourceId id = network.Id.Child(VirtualNetworkPeering.ResourceType, "to-" + ResourceIds.Name(to));
            network.Peerings[id.Name] = new(network, id, Find<VirtualNetwork>(to)) { State = "Connected", ProvisioningState = "Succeeded" };
        }
    });

    private void Beside(string host)
    {
        // Somebody else's: another network with its own endpoint to the same target, and its own zone where the hub's is not its.
        if (Layout.Zone is ZonePlace.Own or ZonePlace.Group)
        {
            PgEndpointIp others = Ip(New(TargetId, Others, "others-pe"));
            LinkedServer.New(Runner(), new()
            {
                HostName = host, IpAddress = [others.IpAddress], VirtualNetworkId = [Network(Others)], EndpointId = others.EndpointId, ResourceGroupName = Group("rg-others"),
            });
        }
    }

    // Approved, whoever may do it.
    private PgPrivateEndpoint New(string target, int network, string name)
    {
        bool alias = target == TargetId && Layout.Target == PathTarget.Alias;
        PgPrivateEndpoint made = Runner().One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, new()
        {
            Target = alias ? Azure.Ready.Resources.PrivateLinkServiceAlias : target, SubnetId = $"{Network(network)}/subnets/snet-client", Name = name,
            ManualRequest = alias, NetworkInterfaceName = name + "-nic",
        });
        Change(_ => Find<PrivateEndpoint>(made.Id).Connection.Status = "Approved");
        return made;
    }

    private string Target() => Layout.Target switch
    {
        PathTarget.Server => Azure.Ready.Resources.FlexibleServer,
        PathTarget.Cluster => Cluster("orders"),
        _ => Azure.Ready.Resources.PrivateLinkService,
    };

    // Of the same kind.
    private string Other()
    {
        if (Layout.Target == PathTarget.Cluster) return Cluster("billing");
        ResourceId id = ResourceId.InGroup(
            Azure.Ready.Subscriptions.Development, "rg-data", Layout.IsService ? "Microsoft.Network" : "Microsoft.DBforPostgreSQL",
            Layout.IsService ? PrivateLinkService.ResourceType : FlexibleServer.ResourceType, "other");
        if (!Layout.IsService)
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            Add(new FlexibleServer(id, Azure.Ready.Location)
            {
                PublicAddress = IPAddress.Parse("203.0.113.200"), DisplayLocation = "Japan East", AdministratorLogin = "edb_admin", CreatedAt = now, ChangedAt = now,
                ProvisioningState = "Succeeded", State = "Ready",
            });
            return id.Value;
        }
        PrivateLinkService first = Find<PrivateLinkService>(Azure.Ready.Resources.PrivateLinkService);
        Add(new PrivateLinkService(id, Azure.Ready.Location)
        {
            ProvisioningState = "Succeeded", Fqdns = ["p-other.org9.biganimal.io"], Visibility = ["*"], AutoApproval = [], LoadBalancerFrontends = first.LoadBalancerFrontends,
            IpConfigurations = first.IpConfigurations, Interface = first.Interface,
        });
        return id.Value;
    }

    private string Cluster(string name)
    {
        ResourceId id = ResourceId.InGroup(Azure.Ready.Subscriptions.Development, "rg-data", "Microsoft.DBforPostgreSQL", ServerGroup.ResourceType, name);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Add(new ServerGroup(id, Azure.Ready.Location, 0)
        {
            // All paths share one server of that name.
            Unique = "0123456789abcd",
            PublicAddress = IPAddress.Parse("203.0.113.201"), CreatedAt = now, ChangedAt = now, ProvisioningState = "Succeeded",
        });
        return id.Value;
    }

    private void Add(PrivateLinkTarget target)
    {
        Change(state => state.Add(target));
        _added.Add(target);
    }
}
