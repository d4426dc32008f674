using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Endpoints;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Records;

namespace PrivateLinkPg.Commands;

/// <summary>The parameters of New-PgPrivateEndpoint for one input.</summary>
internal sealed record NewPgPrivateEndpointRequest : EndpointSettings;

/// <summary>Creates a private endpoint, or finds that it is there already.</summary>
internal static class NewPgPrivateEndpoint
{
    public static async Task RunAsync(NewPgPrivateEndpointRequest request, CommandHost host)
    {
        LinkTarget target = CheckLocally(request);
        ArmGateway arm = await host.ArmAsync();
        ResourceIdentifier subnet = await EndpointSubnet.ResolveAsync(request, arm, host.Cancellation);
        ResourceIdentifier id = EndpointId(request, target, subnet);

        Task<Resource<PrivateEndpointProperties>?> existing = arm.FindPrivateEndpointAsync(id.ToString(), host.Cancellation);
        Task<Resource<VirtualNetworkProperties>?> network = NetworkAsync(request, subnet, arm, host.Cancellation);
        Task<Resource<TargetProperties>?> owner = request.SkipPreflight || target.IsAlias
            ? Task.FromResult<Resource<TargetProperties>?>(new())
            : host.OnceAsync($"read {target.Value}", () => VisibleTargetAsync(target, arm, host.Cancellation));
        await Task.WhenAll(existing, network, owner);

        // An endpoint keeps the way in which it asked; Azure lets nobody change it.
        bool manual = await existing is { } present ? present.IsManual() : request.ManualRequest || target.IsAlias;
        EndpointPlan plan = new(
            id, target, subnet, await network, AzureNames.Region(request.Location ?? (await network)!.Location!),
            request.GroupId ?? target.Type.GroupId, manual);
        if (!request.SkipPreflight && await existing is null) await EndpointPreflight.CheckAsync(plan, request, await owner, arm, host);
        await ConvergeAsync(request, plan, await existing, HostNames.OfTarget(await owner), arm, host);
    }

    private static async Task ConvergeAsync(
        EndpointSettings request, EndpointPlan plan, Resource<PrivateEndpointProperties>? existing, string? hostName, ArmGateway arm, CommandHost host)
    {
        string id = plan.Id.ToString();
        bool write = existing is null || EndpointDifferences.MustWrite(existing, plan, request);
        if (write && !host.Output.ShouldProcess(id, Action(plan, existing))) return;

        using ProgressBar progress = new(host, $"Private endpoint {plan.Id.Name}");
        OperationTracking watch = new(progress.Report, !request.NoWait);
        IReadOnlyList<string> zones = request.PrivateDnsZoneId;
        Resource<PrivateEndpointProperties> endpoint = existing!;
        bool changed = write;
        if (write || !request.NoWait)
        {
            endpoint = await host.WithinAsync(request.Timeout, id, $"The private endpoint '{plan.Id.Name}'", async cancellation =>
            {
                if (!write) return await EndpointWait.UntilSettledAsync(existing!, id, arm, host.Clock, progress.Report, cancellation);
                if (EndpointRenewal.FinalStatus(existing) is not null)
                {
                    IReadOnlyList<string> held = await EndpointRenewal.RemoveAsync(id, progress.Report, arm, cancellation);
                    if (zones.Count == 0) zones = held;
                }
                return await arm.PutPrivateEndpointAsync(id, plan.Body(request, existing), watch, cancellation);
            });
        }
        if (zones.Count > 0 && request.NoWait) host.Output.WriteWarning(ZonesLeftOut(plan, zones));
        else if (zones.Count > 0) changed |= await EndpointZoneGroup.ConvergeAsync(id, zones, request.Force, request.Timeout, arm, host);
        host.Output.WriteObject(EndpointOutput.From(endpoint, arm.Connection, hostName) with
        {
            Changed = changed,
            OperationUrl = request.NoWait ? watch.Url?.AbsoluteUri : null,
            PrivateDnsZoneId = request.NoWait ? [] : zones,
        });
    }

    private static string Action(EndpointPlan plan, Resource<PrivateEndpointProperties>? existing) =>
        existing is null ? $"Create private endpoint to '{plan.Target.Value}': PUT {plan.Id}"
        : EndpointRenewal.FinalStatus(existing) is { } status ? $"Remove the {status} private endpoint and create it again to '{plan.Target.Value}': DELETE {plan.Id}, PUT {plan.Id}"
        : $"Update private endpoint to '{plan.Target.Value}': PUT {plan.Id}";

    private static string ZonesLeftOut(EndpointPlan plan, IReadOnlyList<string> zones) =>
        $"The private endpoint '{plan.Id.Name}' is being made again without its zone group, since -NoWait does not wait for that. "
        + $"Run the line again with -PrivateDnsZoneId '{string.Join("', '", zones)}' and without -NoWait.";

    private static LinkTarget CheckLocally(EndpointSettings request)
    {
        LinkTarget target = LinkTarget.Parse(request.Target);
        if (request.Name is not null) AzureNames.CheckEndpoint(request.Name, target.Type);
        if (request.NetworkInterfaceName is not null) AzureNames.CheckNetworkInterface(request.NetworkInterfaceName);
        if (request.ResourceGroupName is not null) AzureNames.CheckResourceGroup(request.ResourceGroupName);
        AzureNames.CheckMessage("RequestMessage", request.RequestMessage);
        if (target.Type == TargetType.PrivateLinkService && request.GroupId is not null)
            throw Failure.ConflictingParameters("A Private Link service has no group, so -GroupId does not fit.", "Leave out -GroupId.");
        if (request.NoWait && request.PrivateDnsZoneId.Count > 0)
        {
            throw Failure.ConflictingParameters(
                "A zone group can be made only once the endpoint is there, so -NoWait and -PrivateDnsZoneId do not go together.",
                "Leave out one of them; run the line again with -PrivateDnsZoneId later.");
        }
        foreach (string address in request.IpAddress) AzureNames.CheckIpv4("IpAddress", address);
        foreach (string group in request.ApplicationSecurityGroupId) ResourceIds.Parse(group, ResourceIds.ApplicationSecurityGroup, "ApplicationSecurityGroupId");
        foreach (string zone in request.PrivateDnsZoneId) ResourceIds.Parse(zone, ResourceIds.PrivateDnsZone, "PrivateDnsZoneId");
        return target;
    }

    private static ResourceIdentifier EndpointId(EndpointSettings request, LinkTarget target, ResourceIdentifier subnet)
    {
        string name = request.Name ?? AzureNames.DefaultEndpoint(subnet.Parent!.Name, target.Name);
        string group = request.ResourceGroupName ?? subnet.ResourceGroupName!;
        return new($"/subscriptions/{subnet.SubscriptionId}/resourceGroups/{group}/providers/Microsoft.Network/privateEndpoints/{name}");
    }

    // Without the network the endpoint's region is unknown, so only -Location and -SkipPreflight together do without it.
    private static async Task<Resource<VirtualNetworkProperties>?> NetworkAsync(
        EndpointSettings request, ResourceIdentifier subnet, ArmGateway arm, CancellationToken cancellation)
    {
        if (request is { SkipPreflight: true, Location: not null }) return null;
        string id = subnet.Parent!.ToString();
        return await arm.FindVirtualNetworkAsync(id, cancellation) ?? throw Failure.VirtualNetworkNotFound(id);
    }

    private static async Task<Resource<TargetProperties>?> VisibleTargetAsync(LinkTarget target, ArmGateway arm, CancellationToken cancellation)
    {
        try
        {
            return await arm.FindTargetAsync(target, cancellation);
        }
        catch (ArmException e) when (e.Status is 401 or 403)
        {
            // Somebody else's: they decide, and Azure tells us when we ask for the endpoint.
            return new Resource<TargetProperties>();
        }
    }
}
