using System.Net;
using PrivateLinkPg.Sandbox.Network.Dns;

namespace PrivateLinkPg.Sandbox.Tests.Network.Dns;

/// <summary>What a client in a virtual network learns, asked with a client that we did not write.</summary>
public abstract class NameResolutionTests<T> : IAsyncDisposable
    where T : IDnsPeer
{
    private const string Host = $"orders.{NamesOfTest.Suffix}";
    private readonly NamesOfTest names = new();
    private readonly DnsServers servers;

    protected NameResolutionTests() => servers = new DnsServers(names);

    public async ValueTask DisposeAsync()
    {
        await servers.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [PeerFact]
    public async Task A_server_without_endpoints_leads_through_its_infrastructure_name_to_the_public_address()
    {
        var server = names.AddServer("orders", hasPrivateEndpoint: false);
        var answer = await AskAsync(Host);
        Assert.Equal([$"CNAME {server.InfrastructureHostName}", "A 127.9.255.10"], answer.Answers);
        Assert.Matches(@"^orders\.rs-[0-9a-z]{15}\.postgres\.database\.azure\.com$", server.InfrastructureHostName);
    }

    [PeerFact]
    public async Task With_an_endpoint_but_no_linked_zone_the_privatelink_name_still_ends_in_the_public_address()
    {
        var server = names.AddServer("orders", hasPrivateEndpoint: true);
        var answer = await AskAsync(Host);
        Assert.Equal([$"CNAME {server.PrivateLinkHostName}", $"CNAME {server.InfrastructureHostName}", "A 127.9.255.10"], answer.Answers);
    }

    [PeerFact]
    public async Task A_linked_zone_answers_the_privatelink_name_with_the_endpoints_address()
    {
        var server = names.AddServer("orders", hasPrivateEndpoint: true);
        names.AddZone(NamesOfTest.PrivateLinkZone).With("orders", new AddressRecord(NamesOfTest.PrivateAddress, 10));
        var answer = await AskAsync(Host);
        Assert.Equal("NOERROR", answer.Status);
        Assert.Equal([$"CNAME {server.PrivateLinkHostName}", "A 127.9.0.4"], answer.Answers);
    }

    [PeerFact]
    public async Task A_network_that_the_zone_is_not_linked_to_sees_the_public_address()
    {
        names.AddServer("orders", hasPrivateEndpoint: true);
        names.AddZone(NamesOfTest.PrivateLinkZone).With("orders", new AddressRecord(NamesOfTest.PrivateAddress, 10));
        var answer = await T.AskAsync(servers.GetOrStart("another network"), Host);
        Assert.Equal("A 127.9.255.10", answer.Answers[^1]);
    }

    [PeerFact]
    public async Task A_linked_zone_without_the_record_makes_the_name_not_exist()
    {
        var server = names.AddServer("orders", hasPrivateEndpoint: true);
        names.AddZone(NamesOfTest.PrivateLinkZone);
        var answer = await AskAsync(Host);
        Assert.Equal("NXDOMAIN", answer.Status);
        Assert.Equal([$"CNAME {server.PrivateLinkHostName}"], answer.Answers);
        Assert.Equal(NamesOfTest.PrivateLinkZone, answer.Authority!.Owner);
        Assert.Equal("azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10", answer.Authority.Data);
    }

    [PeerFact]
    public async Task A_redirecting_link_lets_the_missing_name_go_on_to_the_public_address()
    {
        names.AddServer("orders", hasPrivateEndpoint: true);
        names.AddZone(NamesOfTest.PrivateLinkZone, redirects: true);
        var answer = await AskAsync(Host);
        Assert.Equal(("NOERROR", "A 127.9.255.10"), (answer.Status, answer.Answers[^1]));
    }

    [PeerFact]
    public async Task A_redirecting_link_keeps_a_name_that_exists_with_another_type()
    {
        names.AddServer("orders", hasPrivateEndpoint: true);
        names.AddZone(NamesOfTest.PrivateLinkZone, redirects: true).With("orders", new AddressRecord(NamesOfTest.PrivateAddress, 10));
        var answer = await AskAsync(Host, "AAAA");
        Assert.Equal("NOERROR", answer.Status);
        Assert.DoesNotContain(answer.Answers, record => record.StartsWith("AAAA", StringComparison.Ordinal));
        Assert.Equal(NamesOfTest.PrivateLinkZone, answer.Authority!.Owner);
    }

    [PeerFact]
    public async Task A_wider_zone_shadows_every_public_name_below_it()
    {
        names.Public["p-1.org.biganimal.example"] = new AddressRecord(IPAddress.Parse("10.240.1.123"), 30);
        names.Public["p-2.org.biganimal.example"] = new AddressRecord(IPAddress.Parse("10.240.1.124"), 30);
        Assert.Equal(["A 10.240.1.124"], (await AskAsync("p-2.org.biganimal.example")).Answers);

        names.AddZone("org.biganimal.example").With("p-1", new AddressRecord(NamesOfTest.PrivateAddress, 3600));
        Assert.Equal(["A 127.9.0.4"], (await AskAsync("p-1.org.biganimal.example")).Answers);
        Assert.Equal("NXDOMAIN", (await AskAsync("p-2.org.biganimal.example")).Status);
    }

    [PeerFact]
    public async Task The_longest_fitting_zone_answers_alone()
    {
        names.AddZone("example.com").With("a.b", new AddressRecord(IPAddress.Parse("127.9.0.9"), 60));
        names.AddZone("b.example.com").With("c", new AddressRecord(NamesOfTest.PrivateAddress, 60));
        names.AddZone("ample.com");
        Assert.Equal("NXDOMAIN", (await AskAsync("a.b.example.com")).Status);
        Assert.Equal(["A 127.9.0.4"], (await AskAsync("c.b.example.com")).Answers);
    }

    [PeerFact]
    public async Task Answers_follow_every_change_at_once()
    {
        names.AddServer("orders", hasPrivateEndpoint: true);
        var zone = names.AddZone(NamesOfTest.PrivateLinkZone);
        Assert.Equal("NXDOMAIN", (await AskAsync(Host)).Status);
        zone.With("orders", new AddressRecord(NamesOfTest.PrivateAddress, 10));
        Assert.Equal("A 127.9.0.4", (await AskAsync(Host)).Answers[^1]);
        zone.Remove("orders");
        Assert.Equal("NXDOMAIN", (await AskAsync(Host)).Status);
        names.Zones.Clear();
        Assert.Equal("A 127.9.255.10", (await AskAsync(Host)).Answers[^1]);
    }

    [PeerFact]
    public async Task A_wildcard_stands_in_below_the_closest_existing_name_only()
    {
        names.AddZone("example.com")
            .With("*", new AddressRecord(NamesOfTest.PrivateAddress, 60))
            .With("deep.host", new TextRecord(["here"], 60));
        Assert.Equal(["A 127.9.0.4"], (await AskAsync("any.thing.example.com")).Answers);
        Assert.Equal("NXDOMAIN", (await AskAsync("other.host.example.com")).Status);

        // The empty name between the zone and an existing name exists.
        var between = await AskAsync("host.example.com");
        Assert.Equal(("NOERROR", 0), (between.Status, between.Answers.Count));
    }

    [PeerFact]
    public async Task An_alias_in_a_zone_leads_on_to_other_zones_and_public_names()
    {
        var server = names.AddServer("orders", hasPrivateEndpoint: false);
        names.AddZone("corp.example").With("db", new CanonicalNameRecord(Host.ToUpperInvariant() + ".", 300));
        var answer = await AskAsync("db.corp.example");
        Assert.Equal("NOERROR", answer.Status);
        Assert.Equal([$"CNAME {server.InfrastructureHostName}", "A 127.9.255.10"], answer.Answers.Skip(1));
        Assert.Equal($"CNAME {Host}", answer.Answers[0], ignoreCase: true);
        Assert.Single((await AskAsync("db.corp.example", "CNAME")).Answers);
    }

    [PeerFact]
    public async Task Aliases_that_lead_in_a_circle_are_a_server_failure()
    {
        names.AddZone("corp.example").With("a", new CanonicalNameRecord("b.corp.example", 60)).With("b", new CanonicalNameRecord("a.corp.example", 60));
        Assert.Equal("SERVFAIL", (await AskAsync("a.corp.example")).Status);
    }

    [PeerFact]
    public async Task Other_record_types_come_back_as_they_were_put_in()
    {
        var longText = new string('x', 300);
        names.AddZone("corp.example")
            .With("six", new AddressRecord(IPAddress.Parse("fd00::4"), 60))
            .With("text", new TextRecord(["first", "second \"quoted\""], 60), new TextRecord([longText], 60));
        Assert.Equal(["AAAA fd00::4"], (await AskAsync("six.corp.example", "AAAA")).Answers);
        Assert.Equal(
            ["TXT \"first\" \"second \\\"quoted\\\"\"", $"TXT \"{longText[..255]}\" \"{longText[255..]}\""],
            (await AskAsync("text.corp.example", "TXT")).Answers);
        Assert.Equal("SOA azureprivatedns.net. azureprivatedns-host.microsoft.com. 1 3600 300 2419200 10", Assert.Single((await AskAsync("corp.example", "SOA")).Answers));
    }

    [PeerFact]
    public async Task Names_are_matched_without_case()
    {
        names.AddServer("orders", hasPrivateEndpoint: true);
        names.AddZone("PrivateLink.Postgres.Database.Azure.com").With("orders", new AddressRecord(NamesOfTest.PrivateAddress, 10));
        Assert.Equal("A 127.9.0.4", (await AskAsync(Host.ToUpperInvariant())).Answers[^1]);
    }

    [PeerFact]
    public async Task A_name_of_nobody_does_not_exist() => Assert.Equal("NXDOMAIN", (await AskAsync("nobody.example.net")).Status);

    private Task<DnsReply> AskAsync(string name, string type = "A") => T.AskAsync(servers.GetOrStart(NamesOfTest.ClientNetwork), name, type);
}

public sealed class NamesAskedForByDigTests : NameResolutionTests<Dig>;

public sealed class NamesAskedForByDnsClientTests : NameResolutionTests<DnsClientLibrary>;
