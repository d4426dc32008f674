namespace PrivateLinkPg.Records;

/// <summary>The links of a zone to the virtual networks that must see it, of any subscription.</summary>
/// <param name="zoneId">The zone.</param>
/// <param name="zoneIsNew">True where this run created the zone, so that it has no links yet.</param>
/// <param name="wished">What the user asked for.</param>
/// <param name="link">The facts.</param>
/// <param name="host">The running command.</param>
internal sealed class ZoneLinks(string zoneId, bool zoneIsNew, RecordSettings wished, LinkReader link, CommandHost host)
{
    private const int Attempts = 5;

    /// <summary>Refuses what -Force must allow.</summary>
    public async Task CheckAsync()
    {
        foreach (string network in wished.VirtualNetworkId) Check(await FindAsync(network, fresh: false));
    }

    /// <summary>
    /// Links the zone to each of the request's networks, once the records of all inputs of the command are in it: another input's network,
    /// or a later one's name, must not miss what is still to come.
    /// </summary>
    /// <param name="refused">The names that must not be missed.</param>
    /// <param name="plans">What other inputs want of the same links.</param>
    /// <param name="written">What was written before; each link that is comes to it.</param>
    /// <exception cref="CommandFailedException">LinkWithheld; what keeps Azure from linking a network.</exception>
    public async Task ConvergeAsync(RefusedNames refused, ZonePlans plans, List<string> written)
    {
        if (!await IsMissingAsync()) return;
        await host.InputsEndedAsync();
        bool publicGoesOn = wished.ResolutionPolicy == "NxDomainRedirect";
        string[] missing = publicGoesOn ? [] : [.. await refused.MissingAsync(link.Now())];
        if (missing.Length > 0)
            throw new CommandFailedException(Failure.LinkWithheld(wished.VirtualNetworkId, missing).Failure.After(written));
        await host.AllAsync(wished.VirtualNetworkId, async network =>
        {
            // A link that is there is changed for those alone who ask for that; a new one is made once, for all of them.
            bool isNew = await FindAsync(network, fresh: false) is null;
            string? policy = isNew ? plans.Policy(zoneId, network) : wished.ResolutionPolicy;
            string? id = await host.OnceAsync($"link {zoneId} {network} {policy}", () => LinkAsync(network, plans));
            if (id is not null) written.Add(id);
            return id;
        }, written);
    }

    private async Task<bool> IsMissingAsync()
    {
        foreach (string network in wished.VirtualNetworkId)
        {
            ZoneLinkResource? existing = await FindAsync(network, fresh: false);
            if (existing is null || PolicyDiffers(existing) || UnderWay(existing) is not null) return true;
        }
        return false;
    }

    // The id of the link where it was written.
    private async Task<string?> LinkAsync(string networkId, ZonePlans plans)
    {
        for (int attempt = 1; ; attempt++)
        {
            ZoneLinkResource? existing = await SettledAsync(await FindAsync(networkId, fresh: attempt > 1));
            Check(existing);
            if (existing is not null && !PolicyDiffers(existing)) return null;
            string id = existing?.Id ?? $"{zoneId}/virtualNetworkLinks/{await FreeNameAsync(networkId, fresh: attempt > 1)}";
            string action = $"{(existing is null ? "Create" : "Update")} virtual network link to '{networkId}': PUT {id}";
            if (attempt == 1 && !host.Output.ShouldProcess(id, action)) return null;
            try
            {
                await PutAsync(id, Body(networkId, existing, plans), existing);
                return id;
            }
            catch (ArmException e) when (e.IsOutdated && attempt < Attempts)
            {
                // Somebody made or changed a link of that name in between: look again.
            }
        }
    }

    private async Task PutAsync(string id, ZoneLinkResource body, ZoneLinkResource? existing)
    {
        using ProgressBar progress = new(host, $"Virtual network link {ResourceIds.Name(id)}");
        MatchConditions condition = ArmGateway.AsSeen(existing);
        using TimeLimit limit = host.Limit(wished.Timeout, id, "The virtual network link");
        OperationTracking tracking = new(progress.Report);
        await limit.Of(link.Arm.PutLinkAsync(id, body, condition, tracking, limit.Token));
    }

    // A link that an interrupted run began is waited for, and one that is going away is made again.
    private Task<ZoneLinkResource?> SettledAsync(ZoneLinkResource? existing) => Settling.WaitAsync(
        host, $"The virtual network link '{existing?.Name}'", existing?.Id ?? zoneId, wished.Timeout, existing, UnderWay,
        async within => (await link.Now(within).ZoneLinkAsync(existing!.Id!)).OrThrow());

    private static string? UnderWay(ZoneLinkResource link) =>
        link.Properties?.ProvisioningState is "Creating" or "Updating" or "Deleting" ? link.Properties.ProvisioningState : null;

    private void Check(ZoneLinkResource? existing)
    {
        if (existing is not null && PolicyDiffers(existing) && !wished.Force)
            throw Failure.LinkDiffers(existing.Id!, Policy(existing), wished.ResolutionPolicy!);
    }

    private bool PolicyDiffers(ZoneLinkResource existing) =>
        wished.ResolutionPolicy is { } policy && !policy.Equals(Policy(existing), StringComparison.OrdinalIgnoreCase);

    private static string Policy(ZoneLinkResource existing) => existing.Properties?.ResolutionPolicy ?? "Default";

    private async Task<ZoneLinkResource?> FindAsync(string networkId, bool fresh) =>
        (await LinksAsync(fresh)).FirstOrDefault(each => ResourceIds.Same(each.NetworkId(), networkId));

    // Networks of the same name in other groups must not take each other's link; one of this network has just gone.
    private async Task<string> FreeNameAsync(string networkId, bool fresh)
    {
        string network = ResourceIds.Name(networkId);
        string name = AzureNames.DefaultLink(network);
        bool taken = (await LinksAsync(fresh))
            .Any(each => AzureNames.Same(each.Name, name) && !ResourceIds.Same(each.NetworkId(), networkId));
        return taken ? AzureNames.DefaultLink($"{network[..Math.Min(network.Length, 71)]}-{Fingerprint(networkId)}") : name;
    }

    // One list serves all inputs that share the zone; what they add themselves they know.
    private async Task<IReadOnlyList<ZoneLinkResource>> LinksAsync(bool fresh) =>
        fresh ? (await link.Now().ZoneLinksAsync(zoneId)).OrThrow()!
        : await host.OnceAsync<IReadOnlyList<ZoneLinkResource>>(
            "links " + zoneId, async () => zoneIsNew ? [] : (await link.ZoneLinksAsync(zoneId)).OrThrow()!);

    private static string Fingerprint(string text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToUpperInvariant())))[..8].ToLowerInvariant();

    private ZoneLinkResource Body(string networkId, ZoneLinkResource? existing, ZonePlans plans) => new()
    {
        Location = "global",
        Tags = existing is null ? RecordOwner.Mark(wished.Tag, wished.EndpointId) : existing.Tags,
        Properties = new()
        {
            VirtualNetwork = new() { Id = networkId },
            RegistrationEnabled = existing?.Properties?.RegistrationEnabled ?? false,
            // One that is there is written only for a policy that is wished.
            ResolutionPolicy = wished.ResolutionPolicy ?? plans.Policy(zoneId, networkId),
        },
    };
}
