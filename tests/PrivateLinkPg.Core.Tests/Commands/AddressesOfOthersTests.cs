using PrivateLinkPg.Arm;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>What a removal takes out of a record that others write into: the endpoint's addresses, and no others.</summary>
public sealed class AddressesOfOthersTests : LinkedServer
{
    private const string Theirs = "10.0.0.9";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_address_that_others_had_in_the_record_stays_with_their_metadata(bool endpointIsGone)
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = New(runner, new() { HostName = HostName, IpAddress = [Theirs], VirtualNetworkId = [Azure.Network(5)] });
        Write(record.Id, [Theirs], new() { ["owner"] = "dc team" });
        string own = Ip(runner, endpoint).IpAddress;
        Record(runner, endpoint, append: true);
        Assert.Equal(new[] { own, Theirs }.Order(), Addresses(record.Id).Order());
        if (endpointIsGone) Remove(runner, endpoint, includeDns: false);

        PgRemoval reduced = Remove(runner, endpoint).Single(each => each.Kind == "ARecord");
        Assert.Equal(("Reduced", own), (reduced.Action, Assert.Single(reduced.IpAddress)));
        Assert.Equal([Theirs], Addresses(record.Id));
        Assert.Equal(["owner=dc team"], Metadata(record.Id));
    }

    [Fact]
    public void An_address_that_others_add_to_the_record_of_the_endpoint_stays()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = Record(runner, endpoint);
        New(runner, new() { HostName = HostName, IpAddress = [Theirs], VirtualNetworkId = [endpoint.VirtualNetworkId], Append = true });
        Assert.Equal(["Reduced", "Removed"], Remove(runner, endpoint).Select(each => each.Action));
        Assert.Equal([Theirs], Addresses(record.Id));
    }

    [Fact]
    public void A_record_by_hand_loses_the_address_of_the_endpoint_only()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = New(runner, new() { HostName = "two.corp.example", IpAddress = [Ip(runner, endpoint).IpAddress, Theirs], VirtualNetworkId = [endpoint.VirtualNetworkId] });
        Assert.Equal(["Reduced", "Removed"], Remove(runner, endpoint).Select(each => each.Action));
        Assert.Equal([Theirs], Addresses(record.Id));
    }

    [Fact]
    public void An_address_that_the_endpoint_had_before_goes_too()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        New(runner, Request(runner, endpoint) with { IpAddress = ["10.0.0.77"] });
        PgDnsRecord record = Record(runner, endpoint, append: true);
        string[] both = ["10.0.0.77", Ip(runner, endpoint).IpAddress];
        Assert.Contains("endpointIp=" + string.Join(',', both), Metadata(record.Id));
        PgRemoval removed = Remove(runner, endpoint).Single(each => each.Kind == "ARecord");
        Assert.Equal("Removed", removed.Action);
        Assert.Equal(both.Order(), removed.IpAddress.Order());
        Assert.Empty(Zones());
    }

    [Fact]
    public void Each_of_several_endpoints_has_its_addresses_noted_and_takes_the_note_along()
    {
        CommandRunner runner = Azure.Runner();
        (PgPrivateEndpoint first, PgPrivateEndpoint second) = (Endpoint(runner, 1), Endpoint(runner, 2));
        PgDnsRecord record = Record(runner, first);
        Record(runner, second, append: true);
        Assert.Equal(
            ["creator=PrivateLinkPg", "endpointId=" + first.Id, "endpointId2=" + second.Id, "endpointIp=" + Ip(runner, first).IpAddress, "endpointIp2=" + Ip(runner, second).IpAddress],
            Metadata(record.Id));
        Remove(runner, first);
        Assert.Equal(["creator=PrivateLinkPg", "endpointId2=" + second.Id, "endpointIp2=" + Ip(runner, second).IpAddress], Metadata(record.Id));
        New(runner, new() { HostName = HostName, IpAddress = [Theirs], VirtualNetworkId = [second.VirtualNetworkId], Force = true });
        Assert.Equal(["creator=PrivateLinkPg"], Metadata(record.Id));
    }

    [Fact]
    public void A_record_whose_addresses_nothing_proves_to_be_those_of_the_endpoint_is_left_and_told()
    {
        CommandRunner runner = Azure.Runner();
        PgPrivateEndpoint endpoint = Endpoint(runner, 1);
        PgDnsRecord record = Record(runner, endpoint);
        Write(record.Id, [Theirs], new() { ["creator"] = "PrivateLinkPg", ["endpointId"] = endpoint.Id });
        Assert.Equal(["PrivateEndpoint"], Remove(runner, endpoint).Select(each => each.Kind));
        Assert.Empty(Remove(runner, endpoint));
        Assert.Equal([Theirs], Addresses(record.Id));
        Assert.Contains(runner.Output.Text("Warning"), each => each.Contains($"{Theirs} may be somebody else's now", StringComparison.Ordinal));
    }

    private void Write(string recordId, string[] addresses, Dictionary<string, string> metadata) => Meanwhile(async arm =>
    {
        await arm.DeleteARecordAsync(recordId, ArmGateway.IfPresent, default);
        await arm.PutARecordAsync(recordId, RecordFacts.Body(addresses, 60, metadata), ArmGateway.IfAbsent, default);
    });

    private IReadOnlyList<string> Addresses(string recordId) => Records().Single(each => ResourceIds.Same(each.Id, recordId)).IpAddress;

    private IReadOnlyList<string> Metadata(string recordId)
    {
        IReadOnlyList<string> pairs = [];
        Meanwhile(async arm => pairs = [.. (await arm.FindARecordAsync(recordId, default))!.Properties!.Metadata!
            .OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).Select(pair => $"{pair.Key}={pair.Value}")]);
        return pairs;
    }
}
