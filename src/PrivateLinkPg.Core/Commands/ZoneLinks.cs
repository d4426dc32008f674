using Azure;
using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Hosting;

namespace PrivateLinkPg.Commands;

/// <summary>The links of a zone to the virtual networks that must see it.</summary>
internal static class ZoneLinks
{
    /// <summary>Links the zone to each of the request's networks.</summary>
    /// <returns>True where something was written.</returns>
    public static async Task<bool> ConvergeAsync(string zoneId, NewPgPrivateDnsRecordRequest request, ArmGateway arm, CommandHost host)
    {
        bool[] changed = await Task.WhenAll(request.VirtualNetworkId.Select(network =>
            host.OnceAsync($"link {zoneId} {network}", () => LinkAsync(zoneId, network, request, arm, host))));
        return Array.Exists(changed, each => each);
    }

    private static async Task<bool> LinkAsync(string zoneId, string networkId, NewPgPrivateDnsRecordRequest request, ArmGateway arm, CommandHost host)
    {
        try
        {
            return await TryLinkAsync(zoneId, networkId, request, arm, host);
        }
        catch (ArmException e) when (e.Code == "PreconditionFailed")
        {
            // Somebody else was faster: look again, and judge what is there now.
            return await TryLinkAsync(zoneId, networkId, request, arm, host);
        }
    }

    private static async Task<bool> TryLinkAsync(string zoneId, string networkId, NewPgPrivateDnsRecordRequest request, ArmGateway arm, CommandHost host)
    {
        IReadOnlyList<Resource<VirtualNetworkLinkProperties>> links = await ListAsync(zoneId, arm, host.Cancellation);
        Resource<VirtualNetworkLinkProperties>? existing = links.FirstOrDefault(each => ResourceIds.Same(each.Properties?.VirtualNetwork?.Id, networkId));
        string policy = existing?.Properties?.ResolutionPolicy ?? "Default";
        bool policyDiffers = request.ResolutionPolicy is { } wished && !wished.Equals(policy, StringComparison.OrdinalIgnoreCase);
        if (existing is not null && !policyDiffers) return false;
        if (existing is not null && !request.Force) throw Failures.Failures.LinkDiffers(existing.Id!, policy, request.ResolutionPolicy!);

        string id = existing?.Id ?? $"{zoneId}/virtualNetworkLinks/{FreeName(networkId, links)}";
        if (!host.Output.ShouldProcess(id, $"{(existing is null ? "Create" : "Update")} virtual network link to '{networkId}': PUT {id}")) return false;
        using ProgressBar progress = new(host, $"Virtual network link {new ResourceIdentifier(id).Name}");
        MatchConditions condition = existing?.Etag is { } etag ? new() { IfMatch = new ETag(etag) } : ArmGateway.IfAbsent;
        return await host.WithinAsync(request.Timeout, id, "The virtual network link", async cancellation =>
        {
            await arm.PutLinkAsync(id, Body(networkId, request.ResolutionPolicy, existing), condition, new OperationWatch(progress.Report), cancellation);
            return true;
        });
    }

    // Networks of the same name in other groups must not take each other's link.
    private static string FreeName(string networkId, IReadOnlyList<Resource<VirtualNetworkLinkProperties>> links)
    {
        ResourceIdentifier network = new(networkId);
        string name = AzureNames.DefaultLink(network.Name);
        bool taken = links.Any(each => string.Equals(each.Name, name, StringComparison.OrdinalIgnoreCase));
        return taken ? AzureNames.DefaultLink($"{network.Name}-{Fingerprint(networkId)}") : name;
    }

    private static string Fingerprint(string text) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text.ToUpperInvariant())))[..8].ToLowerInvariant();

    private static async Task<IReadOnlyList<Resource<VirtualNetworkLinkProperties>>> ListAsync(string zoneId, ArmGateway arm, CancellationToken cancellation)
    {
        List<Resource<VirtualNetworkLinkProperties>> links = [];
        await foreach (Resource<VirtualNetworkLinkProperties> link in arm.ListLinksAsync(zoneId, cancellation)) links.Add(link);
        return links;
    }

    private static Resource<VirtualNetworkLinkProperties> Body(string networkId, string? policy, Resource<VirtualNetworkLinkProperties>? existing) => new()
    {
        Location = "global",
        Tags = existing?.Tags,
        Properties = new()
        {
            VirtualNetwork = new() { Id = networkId },
            RegistrationEnabled = existing?.Properties?.RegistrationEnabled ?? false,
            ResolutionPolicy = policy,
        },
    };
}
