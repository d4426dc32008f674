using System.Net;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Probe.Dns;
using PrivateLinkPg.Sandbox.Network.Dns;

namespace PrivateLinkPg.Core.Tests.Dns;

/// <summary>The sandbox's servers, asked by us and by a client that we did not write.</summary>
public abstract class DnsServerResolverAgreementTests<T>
    where T : IDnsPeer
{
    [PeerTheory]
    [InlineData("one.example", "NOERROR", 2)]
    [InlineData("first.example", "NOERROR", 2)]
    [InlineData("text.example", "NOERROR", 0)]
    [InlineData("none.example", "NXDOMAIN", 0)]
    [InlineData("dangling.example", "NXDOMAIN", 0)]
    [InlineData("broken.example", "SERVFAIL", 0)]
    [InlineData("many.example", "NOERROR", 200)]
    public async Task Reads_what_the_other_reads(string name, string status, int addresses)
    {
        await using DnsServers servers = new(new Names());
        IPEndPoint server = servers.GetOrStart("network");
        DnsReply four = await T.AskAsync(server, name, "A");
        DnsReply six = await T.AskAsync(server, name, "AAAA");
        DnsReplyRecord[] records = [.. four.Records, .. six.Records.Where(record => record.Type == "AAAA")];

        Resolution found = await new DnsServerResolver(server, new ManualClock()).ResolveAsync(name, default);

        Assert.Equal((status, status), (four.Status, Status(found)));
        Assert.Equal(addresses, found.Addresses.Count);
        Assert.Equal(records.Where(record => record.Type is "A" or "AAAA").Select(record => IPAddress.Parse(record.Data)), found.Addresses);
        Assert.Equal(
            four.Records.Where(record => record.Type == "CNAME").Select(record => (record.Owner, record.Data, record.Seconds)),
            found.Aliases.Select(alias => (alias.Name, alias.Alias!, alias.TimeToLive)));
        Assert.Equal(addresses == 0 ? null : records.Min(record => record.Seconds), found.TimeToLive);
    }

    private static string Status(Resolution found) =>
        found.Outcome is ResolutionOutcome.Found or ResolutionOutcome.NoAddress ? "NOERROR" : found.Reason!;

    private sealed class Names : INameData
    {
        public IEnumerable<ILinkedZone> ZonesLinkedTo(string virtualNetworkId) => [];

        public IEnumerable<Sandbox.Network.Dns.DnsRecord> PublicRecordsAt(string name) => name switch
        {
            "one.example" => [new AddressRecord(IPAddress.Parse("127.9.0.4"), 60), new AddressRecord(IPAddress.Parse("fd00::4"), 50)],
            "first.example" => [new CanonicalNameRecord("second.example", 40)],
            "second.example" => [new CanonicalNameRecord("one.example", 3600)],
            "text.example" => [new TextRecord(["text"], 10)],
            "dangling.example" => [new CanonicalNameRecord("none.example", 10)],
            "many.example" => Enumerable.Range(1, 200).Select(host => new AddressRecord(IPAddress.Parse($"127.9.1.{host}"), 10)),
            _ => [],
        };

        public DnsFault FaultFor(string virtualNetworkId, string name) => name == "broken.example" ? DnsFault.ServerFailure : default;
    }
}

public sealed class DnsServerResolverAgreementWithDigTests : DnsServerResolverAgreementTests<Dig>;

public sealed class DnsServerResolverAgreementWithDnsClientTests : DnsServerResolverAgreementTests<DnsClientLibrary>;
