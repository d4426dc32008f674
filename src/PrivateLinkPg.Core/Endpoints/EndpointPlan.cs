namespace PrivateLinkPg.Endpoints;

/// <summary>The private endpoint that is wished for, with its defaults filled in, and what is there of it.</summary>
/// <param name="Wished">What the user asked for.</param>
/// <param name="Id">The endpoint's id.</param>
/// <param name="Target">What it leads to.</param>
/// <param name="Subnet">Where its address comes from.</param>
/// <param name="Network">The subnet's virtual network; null where nothing of it is needed.</param>
/// <param name="Owner">The target: null where it does not exist, empty where it cannot be read or is known by its alias only.</param>
/// <param name="Existing">The endpoint as it is; null where there is none.</param>
/// <param name="HostName">The host name behind it; null where neither the target nor its id tells.</param>
internal sealed record EndpointPlan(
    EndpointSettings Wished, ResourceIdentifier Id, LinkTarget Target, ResourceIdentifier Subnet, NetworkResource? Network,
    TargetResource? Owner, EndpointResource? Existing, string? HostName)
{
    /// <summary>The endpoint's region.</summary>
    public string Location { get; } = AzureNames.Region(Wished.Location ?? Network!.Location!);

    /// <summary>The sub-resource, or null for a Private Link service.</summary>
    public string? GroupId { get; } = Wished.GroupId is { } given ? Target.Type.Canonical(given) : Target.Type.GroupId;

    /// <summary>Whether the owner must approve. An endpoint keeps the way in which it asked; Azure lets nobody change it.</summary>
    public bool Manual { get; } = Existing is null ? Wished.ManualRequest || Target.IsAlias : Existing.IsManual();

    /// <summary>True where the endpoint is made anew in its own place.</summary>
    public bool Renews => Wished.Force && EndpointRenewal.FinalStatus(Existing) is not null;

    /// <summary>Which endpoint is meant, and the subnet that it is to be in.</summary>
    public static async Task<(ResourceIdentifier Id, ResourceIdentifier Subnet)> PlaceAsync(
        EndpointSettings wished, LinkTarget target, LinkReader link)
    {
        ResourceIdentifier subnet = await EndpointSubnet.ResolveAsync(wished, link.Now());
        string name = wished.Name ?? AzureNames.DefaultEndpoint(subnet.Parent!.Name, target.Name);
        string group = wished.ResourceGroupName ?? subnet.ResourceGroupName!;
        return (new(ResourceIds.Endpoint(subnet.SubscriptionId!, group, name)), subnet);
    }

    /// <summary>Reads what the plan stands on.</summary>
    public static async Task<EndpointPlan> MakeAsync(
        EndpointSettings wished, LinkTarget target, ResourceIdentifier id, ResourceIdentifier subnet, LinkReader link)
    {
        Task<EndpointResource?> existing = ExistingAsync(id.ToString(), link.Now());
        Task<NetworkResource?> network = NetworkAsync(wished, subnet.Parent!.ToString(), link.Now());
        Task<TargetResource?> owner = OwnerAsync(wished, target, link);
        await Task.WhenAll(existing, network, owner);
        string? hostName = HostNames.OfTarget(await owner) ?? HostNames.OfId(target, link.Connection.Cloud);
        return new(wished, id, target, subnet, await network, await owner, await existing, hostName);
    }

    /// <summary>The same wish where something else, or nothing, is there by now, and some of the time is gone.</summary>
    public EndpointPlan After(EndpointResource? existing, TimeSpan timeout) =>
        new(Wished with { Timeout = timeout }, Id, Target, Subnet, Network, Owner, existing, HostName);

    /// <summary>Whether two inputs wish the same of one endpoint, whatever is there of it.</summary>
    public bool AsksSameAs(EndpointPlan other)
    {
        EndpointPlan same = this with { Id = other.Id, Target = other.Target, Subnet = other.Subnet };
        return ResourceIds.Same(Target.Value, other.Target.Value) && ResourceIds.Same(Subnet.ToString(), other.Subnet.ToString())
            && Wished.PrivateDnsZoneId.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(other.Wished.PrivateDnsZoneId)
            && same.NewBody().SequenceEqual(other.NewBody());
    }

    private ReadOnlySpan<byte> NewBody() =>
        ArmPipeline.Json(After(null, Wished.Timeout).Body(), WireJson.Default.PrivateEndpoint).ToMemory().Span;

    /// <summary>The request's body; what the endpoint has and nobody wished otherwise is kept.</summary>
    public EndpointResource Body()
    {
        PrivateEndpointProperties kept = Existing?.Properties ?? new();
        IReadOnlyList<ServiceConnection> connections = [Connection()];
        return new()
        {
            Location = Location,
            Tags = Existing?.Tags.With(Wished.Tag) ?? Wished.Tag.With(null),
            Other = Wished.EdgeZone is null ? Existing?.Other : new()
            {
                ["extendedLocation"] = JsonSerializer.SerializeToElement(new(Wished.EdgeZone), WireJson.Default.ExtendedLocation),
            },
            Properties = kept with
            {
                ProvisioningState = null,
                ResourceGuid = null,
                NetworkInterfaces = null,
                Subnet = new() { Id = Subnet.ToString() },
                PrivateLinkServiceConnections = Manual ? null : connections,
                ManualPrivateLinkServiceConnections = Manual ? connections : null,
                CustomNetworkInterfaceName = Existing is null
                    ? ResourceIds.Name(NewInterfaceId(Wished, Id))
                    : Wished.NetworkInterfaceName ?? NullIfEmpty(kept.CustomNetworkInterfaceName),
                IpConfigurations = Wished.IpAddress.Count == 0 ? kept.IpConfigurations : [.. Wished.IpAddress.Select(IpConfiguration)],
                // What Azure takes by itself is not said: versions before 2025-03-01 refuse the member.
                IpVersionType = (Wished.IpVersion ?? kept.IpVersionType) is { } version and not EndpointSettings.UsualIpVersion
                    ? version : null,
                ApplicationSecurityGroups = Wished.ApplicationSecurityGroupId.Count == 0
                    ? kept.ApplicationSecurityGroups
                    : [.. Wished.ApplicationSecurityGroupId.Select(id => new Reference { Id = id })],
            },
        };
    }

    /// <summary>The A records that Azure will write for the zone group that is wished.</summary>
    public IEnumerable<string> ZoneGroupRecords => Records.ZoneGroupRecords.Ids(Wished.PrivateDnsZoneId, HostName);

    /// <summary>The network interface that the endpoint has, or will have.</summary>
    public string InterfaceId =>
        Existing?.Properties?.NetworkInterfaces is [{ Id: { } own }, ..] && !Renews ? own : NewInterfaceId(Wished, Id);

    /// <summary>The network interface that a new endpoint gets.</summary>
    public static string NewInterfaceId(EndpointSettings wished, ResourceIdentifier id) =>
        $"{id.Parent}/providers/Microsoft.Network/networkInterfaces/{wished.NetworkInterfaceName ?? id.Name + "-nic"}";

    private static async Task<EndpointResource?> ExistingAsync(string id, LinkReader link) => (await link.EndpointAsync(id)).OrThrow();

    // Without the network the endpoint's region is unknown, unless -Location tells it: then one that may not be read is left to Azure.
    private static async Task<NetworkResource?> NetworkAsync(EndpointSettings wished, string id, LinkReader link)
    {
        if (wished is { SkipPreflight: true, Location: not null }) return null;
        Fact<NetworkResource> network = await link.NetworkAsync(id);
        if (!network.IsNotReadable) return network.Value ?? throw Failure.VirtualNetworkNotFound(id);
        return wished.Location is null ? throw Failure.VirtualNetworkNotReadable(id, network.Refusal!) : null;
    }

    // One that cannot be read is somebody else's: they decide, and Azure tells us when we ask for the endpoint.
    private static async Task<TargetResource?> OwnerAsync(EndpointSettings wished, LinkTarget target, LinkReader link)
    {
        if (wished.SkipPreflight || target.IsAlias) return new();
        Fact<TargetResource> found = await link.TargetAsync(target);
        return found.IsNotReadable ? new() : found.Value;
    }

    private ServiceConnection Connection()
    {
        ServiceConnection? kept = Existing.ConnectionEntry();
        return new()
        {
            Name = Wished.ConnectionName ?? kept?.Name ?? Id.Name,
            Properties = new()
            {
                PrivateLinkServiceId = Target.Value,
                GroupIds = GroupId is null ? null : [GroupId],
                RequestMessage = Manual ? Wished.RequestMessage ?? kept?.Properties?.RequestMessage : null,
            },
        };
    }

    // Of a Private Link service only the address is sent.
    private EndpointIpConfiguration IpConfiguration(string address, int index) => new()
    {
        Name = $"ipconfig{index + 1}",
        Properties = new() { GroupId = GroupId, MemberName = GroupId, PrivateIpAddress = address },
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
