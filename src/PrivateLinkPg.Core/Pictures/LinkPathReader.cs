using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Endpoints;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Pictures;

/// <summary>Reads the stations of the paths that lead over one endpoint. What may not be read is a station that is not known.</summary>
internal sealed class LinkPathReader(ArmGateway arm, CommandHost host)
{
    /// <summary>One path for each of the clients' networks.</summary>
    /// <exception cref="Failures.CommandFailedException">EndpointNotFound.</exception>
    public async Task<IReadOnlyList<LinkPath>> ReadAsync(string endpointId, ShownEndpoint input)
    {
        Resource<PrivateEndpointProperties> endpoint =
            await host.OnceAsync("endpoint " + endpointId, () => arm.FindPrivateEndpointAsync(endpointId, host.Cancellation)) ?? throw Failure.EndpointNotFound(endpointId);
        PgPrivateEndpoint record = EndpointOutput.From(endpoint, arm.Connection);
        Task<IReadOnlyList<EndpointAddress>> reading = EndpointAddresses.ReadAsync(endpoint, arm, host.Cancellation);
        ConnectionStations target = await ConnectionStations.ReadAsync(record, arm, host);
        IReadOnlyList<EndpointAddress> addresses = await reading;
        string[] ips = [.. addresses.Select(each => each.Ip).Distinct()];
        string? hostName = (input.HostName ?? record.HostName ?? target.HostName ?? addresses.Select(each => each.Fqdn).FirstOrDefault(fqdn => fqdn is not null))?.TrimEnd('.').ToLowerInvariant();

        DnsStations names = new(record with { HostName = hostName }, ips, arm, host);
        IReadOnlyList<string> networks = input.VirtualNetworkId.Count > 0 ? input.VirtualNetworkId : [record.VirtualNetworkId];
        return await Task.WhenAll(networks.Select(async network =>
        {
            Task<Station> from = NetworkAsync(network);
            (Station link, Station name) = await names.ReadAsync(network);
            Station[] stations = [await from, link, name, Endpoint(record, ips), target.Connection, target.Server];
            return new LinkPath(input.Test is null ? stations : [.. stations, Test(input.Test, record.Id, hostName)]) { HostName = hostName, Steps = input.Test?.Steps ?? [] };
        }));
    }

    private async Task<Station> NetworkAsync(string id)
    {
        string name = ResourceIds.Name(id);
        Seen<Resource<VirtualNetworkProperties>> seen = await host.OnceAsync("network " + id, () => Seen.AsyncOf(arm.FindVirtualNetworkAsync(id, host.Cancellation)));
        Station station = new(StationKind.Network, id, name, StationState.Good, "There") { Id = id };
        if (!seen.Readable) return station with { State = StationState.Unknown, Word = "Not readable" };
        if (seen.Value is not { } network)
            return station with { State = StationState.Missing, Word = "Not there", Remedy = "It was removed, or this account cannot see it." };
        string? prefixes = network.Properties?.AddressSpace?.AddressPrefixes is { Count: > 0 } all ? string.Join(", ", all) : null;
        return network.Properties?.DhcpOptions?.DnsServers is { Count: > 0 } servers
            ? station with
            {
                State = StationState.Unknown, Word = "Own DNS servers", Detail = string.Join(", ", servers),
                Remedy = "Its clients ask these servers, not Azure's DNS; they see the record only if the servers forward to 168.63.129.16 from a network that the zone is linked to.",
            }
            : station with { Detail = prefixes };
    }

    private static Station Endpoint(PgPrivateEndpoint endpoint, string[] ips)
    {
        Station station = new(StationKind.Endpoint, endpoint.Id, endpoint.Name, StationState.Good, "Ready")
        {
            Id = endpoint.Id, Detail = ips.Length == 0 ? "no address" : string.Join(", ", ips),
        };
        return endpoint.ProvisioningState switch
        {
            "Succeeded" => station,
            "Failed" => station with { State = StationState.Broken, Word = "Failed", Remedy = "Run New-PgPrivateEndpoint for it once more; it tells why." },
            "Deleting" => station with { State = StationState.Broken, Word = "Being removed" },
            _ => station with { State = StationState.Waiting, Word = endpoint.ProvisioningState, Remedy = "Azure is working on it." },
        };
    }

    private static Station Test(ShownTest test, string endpointId, string? hostName)
    {
        bool passed = test.Status == "Passed";
        int made = test.Steps.Count(step => step.Status != "Skipped");
        return new(StationKind.Test, $"{endpointId} {hostName}", hostName ?? "the server", passed ? StationState.Good : StationState.Broken, test.Status)
        {
            Detail = passed
                ? $"{(made > 0 ? $"{made} steps, " : "")}{test.Duration.TotalMilliseconds:0} ms"
                : test.FailedStep is { Length: > 0 } step ? $"at step {step}" : null,
            Remedy = passed ? null : string.Join(" ", ((string?[])[test.Message, test.Remedy]).Where(text => !string.IsNullOrEmpty(text))) is { Length: > 0 } words ? words : null,
        };
    }
}
