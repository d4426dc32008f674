namespace PrivateLinkPg.Pictures;

/// <summary>Reads the stations of the paths that lead over one endpoint. What may not be read is a station that is not known.</summary>
internal sealed class LinkPathReader(LinkReader link)
{
    /// <summary>One path for each of the clients' networks.</summary>
    /// <exception cref="CommandFailedException">EndpointNotFound.</exception>
    public async Task<IReadOnlyList<LinkPath>> ReadAsync(string endpointId, ShownEndpoint input)
    {
        EndpointResource endpoint = await link.RequiredEndpointAsync(endpointId);
        IReadOnlyList<string> networks = input.VirtualNetworkId.Count > 0 ? input.VirtualNetworkId : [endpoint.NetworkId() ?? ""];
        string? name = input.HostName?.WithoutRoot().ToLowerInvariant();
        return await Task.WhenAll(networks.Select(network =>
            PathAsync(network, endpoint, new(link, new(endpointId, HostName: name, NetworkId: network)), input.Test)));
    }

    private static async Task<LinkPath> PathAsync(string networkId, EndpointResource endpoint, LinkReading reading, ShownTest? test)
    {
        var network = reading.NetworkAsync();
        var addresses = reading.AddressesAsync();
        (Station connection, Station server) = await ConnectionStations.OfAsync(endpoint, reading);
        string[] ips = [.. (await addresses).Select(each => each.Ip).Distinct()];
        string? hostName = await reading.HostNameAsync();
        (Station zone, Station record) = await new DnsStations(endpoint, hostName, ips, networkId).OfAsync(reading);
        Station[] stations = [Network(networkId, await network), zone, record, Endpoint(endpoint, ips), connection, server];
        return new(test is null ? stations : [.. stations, Test(test, endpoint.Id!, hostName)])
        {
            HostName = hostName, Steps = test?.Steps ?? [],
        };
    }

    private static Station Network(string id, Fact<NetworkResource> fact)
    {
        Station station = new(StationKind.Network, id, ResourceIds.Name(id), StationState.Good, "There") { Id = id };
        if (fact.IsNotReadable) return station.As(StationState.Unknown, "Not readable");
        if (fact.Value is not { } network)
            return station.As(StationState.Missing, "Not there", remedy: "It was removed, or this account cannot see it.");
        string? prefixes = network.Properties?.AddressSpace?.AddressPrefixes is { Count: > 0 } all ? string.Join(", ", all) : null;
        return network.Properties?.DhcpOptions?.DnsServers is { Count: > 0 } servers
            ? station.As(
                StationState.Unknown, "Own DNS servers", string.Join(", ", servers),
                "Its clients ask these servers, not Azure's DNS; they see the record only if the servers forward to 168.63.129.16 "
                + "from a network that the zone is linked to.")
            : station with { Detail = prefixes };
    }

    private static Station Endpoint(EndpointResource endpoint, string[] ips)
    {
        Station station = new(StationKind.Endpoint, endpoint.Id!, endpoint.Name!, StationState.Good, "Ready")
        {
            Id = endpoint.Id, Detail = ips.Length == 0 ? "no address" : string.Join(", ", ips),
        };
        return endpoint.Properties?.ProvisioningState switch
        {
            "Succeeded" => station,
            "Failed" => station.As(StationState.Broken, "Failed", remedy: "Run New-PgPrivateEndpoint for it once more; it tells why."),
            "Deleting" => station.As(StationState.Broken, "Being removed"),
            var other => station.As(StationState.Waiting, other!, remedy: "Azure is working on it."),
        };
    }

    private static Station Test(ShownTest test, string endpointId, string? hostName)
    {
        bool passed = test.Status == "Passed";
        int made = test.Steps.Count(step => step.Status != "Skipped");
        return new(StationKind.Test, $"{endpointId} {hostName}", hostName ?? "the server", passed ? StationState.Good : StationState.Broken,
            test.Status)
        {
            Detail = passed
                ? $"{(made > 0 ? $"{made} steps, " : "")}{test.Duration.TotalMilliseconds:0} ms"
                : test.FailedStep is { Length: > 0 } step ? $"at step {step}" : null,
            Remedy = !passed
                && string.Join(" ",
                    ((string?[])[test.Message, test.Remedy]).Where(text => !string.IsNullOrEmpty(text))) is { Length: > 0 } words
                ? words : null,
        };
    }
}
