using PrivateLinkPg.Records;

namespace PrivateLinkPg.Endpoints;

/// <summary>Brings an endpoint to what is wished, and its zone group with it.</summary>
internal static class EndpointChange
{
    /// <summary>Writes the endpoint where it is not so already, or waits for the one that is being made.</summary>
    /// <returns>The endpoint; null where the user declined.</returns>
    public static async Task<PgPrivateEndpoint?> ConvergeAsync(EndpointPlan plan, LinkReader link, CommandHost host)
    {
        EndpointSettings wished = plan.Wished;
        string id = plan.Id.ToString();
        bool write = plan.Existing is null || EndpointDifferences.MustWrite(plan);
        if (plan.Renews) await Locks.CheckAsync(Locks.GoingWith(plan.Existing!), link);
        if (write && !host.Output.ShouldProcess(id, Action(plan)))
        {
            if (host.Output.WhatIf && wished.PrivateDnsZoneId.Count > 0)
                await ZoneGroupChange.ConvergeAsync(id, wished.PrivateDnsZoneId, wished.Force, wished.Timeout, link, host);
            return null;
        }

        IReadOnlyList<string> held = plan.Renews ? [.. (await link.Now().ZoneGroupAsync(id)).OrThrow().ZoneIds()] : [];
        using ProgressBar progress = new(host, $"Private endpoint {plan.Id.Name}");
        OperationTracking tracking = new(progress.Report, !wished.NoWait);
        using TimeLimit limit = host.Limit(wished.Timeout, id, $"The private endpoint '{plan.Id.Name}'");
        EndpointResource endpoint = plan.Existing!;
        IReadOnlyList<string> zones = wished.PrivateDnsZoneId.Count > 0 ? wished.PrivateDnsZoneId : held;
        if (plan.Renews) endpoint = await new EndpointRenewal(plan, held, link.Arm).RunAsync(tracking, limit);
        else if (write)
        {
            try
            {
                endpoint = await limit.Of(link.Arm.PutPrivateEndpointAsync(id, plan.Body(), tracking, limit.Token));
            }
            catch (ArmException e) when (e.IsSuperseded)
            {
                endpoint = await limit.Of(SupersededAsync(plan, tracking, link.Now(limit.Token), host.Clock, limit.Token));
            }
        }
        else if (!wished.NoWait)
            endpoint = await limit.Of(SettledAsync(endpoint, id, link.Now(limit.Token), host.Clock, progress.Report, limit.Token));

        bool? grouped = zones.Count > 0 && !wished.NoWait ? await GroupAsync(plan, write, zones, link, host) : null;
        if (zones.Count > 0 && wished.NoWait) host.Output.WriteWarning(ZonesLeftOut(plan, zones));
        return EndpointOutput.From(endpoint, link.Connection, HostNames.OfTarget(plan.Owner)) with
        {
            Changed = write || grouped is true,
            OperationUrl = wished.NoWait ? tracking.Url?.AbsoluteUri : null,
            PrivateDnsZoneId = grouped is null ? [] : zones,
        };
    }

    // Another change took the place of this one: what comes of that may well be what is wished here.
    private static async Task<EndpointResource> SupersededAsync(
        EndpointPlan plan, OperationTracking tracking, LinkReader link, TimeProvider clock, CancellationToken cancellation)
    {
        string id = plan.Id.ToString();
        while (true)
        {
            EndpointResource there = await link.LastingEndpointAsync(id);
            there = await SettledAsync(there, id, link, clock, tracking.Report, cancellation);
            plan = plan.After(there, plan.Wished.Timeout);
            if (!EndpointDifferences.MustWrite(plan)) return there;
            try
            {
                return await link.Arm.PutPrivateEndpointAsync(id, plan.Body(), tracking, cancellation);
            }
            catch (ArmException e) when (e.IsSuperseded)
            {
                // Once more: look again.
            }
        }
    }

    // What was written before a refusal is there, and nothing else would tell.
    private static async Task<bool?> GroupAsync(
        EndpointPlan plan, bool written, IReadOnlyList<string> zones, LinkReader link, CommandHost host)
    {
        string id = plan.Id.ToString();
        try
        {
            return await ZoneGroupChange.ConvergeAsync(id, zones, plan.Wished.Force, plan.Wished.Timeout, link, host);
        }
        catch (Exception e) when (written && FailureMapper.Known(e, id) is { } failure)
        {
            string done = plan.Existing is null || plan.Renews ? "created" : "updated";
            throw new CommandFailedException(failure.And($"The private endpoint '{id}' was {done} before, and has no such zone group."));
        }
    }

    // Such as after Ctrl+C or -NoWait.
    private static async Task<EndpointResource> SettledAsync(
        EndpointResource endpoint, string id, LinkReader link, TimeProvider clock, Action<string> report, CancellationToken cancellation) =>
        (await Settling.WaitAsync(
            endpoint, each => each.Properties?.ProvisioningState is "Updating" and var state ? state : null,
            async _ => await link.LastingEndpointAsync(id), report, clock, cancellation))!;

    private static string Action(EndpointPlan plan) =>
        plan.Existing is null ? $"Create private endpoint to '{plan.Target.Value}': PUT {plan.Id}"
        : EndpointRenewal.FinalStatus(plan.Existing) is { } status
            ? $"Remove the {status} private endpoint and create it again to '{plan.Target.Value}': DELETE {plan.Id}, PUT {plan.Id}"
        : $"Update private endpoint to '{plan.Target.Value}'{(EndpointDifferences.InWords(plan) is { } words ? $" ({words})" : "")}: "
            + $"PUT {plan.Id}";

    private static string ZonesLeftOut(EndpointPlan plan, IReadOnlyList<string> zones) =>
        $"The private endpoint '{plan.Id.Name}' is being made again without its zone group, since -NoWait does not wait for that. "
        + $"Run the line again with -PrivateDnsZoneId '{string.Join("', '", zones)}' and without -NoWait.";
}
