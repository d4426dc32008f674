using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Core.Tests.Dns;

public sealed class DnsServerResolverTests
{
    private const string Db = "db.postgres.database.azure.com";
    private const string PrivateDb = "db.privatelink.postgres.database.azure.com";
    private static readonly IPAddress Private4 = IPAddress.Parse("10.1.0.4");
    private static readonly IPAddress Private6 = IPAddress.Parse("fd00::4");

    [Fact]
    public async Task Follows_the_aliases_to_addresses_of_both_families()
    {
        Resolution found = await AskAsync(query =>
            [query.Answer(records: [(null, PrivateDb), (PrivateDb, query.AsksForIPv4 ? Private4 : Private6)])]);

        Assert.Equal(ResolutionOutcome.Found, found.Outcome);
        Assert.Equal([Private4, Private6], found.Addresses);
        Assert.Equal([(Db, PrivateDb)], found.Aliases.Select(alias => (alias.Name, alias.Alias!)));
        Assert.Equal(300u, found.TimeToLive);
        Assert.Null(found.Reason);
    }

    [Fact]
    public async Task Asks_for_recursion_with_edns_and_a_new_id_each_time()
    {
        List<DnsMessage> queries = [];
        HashSet<string> ids = [];
        await using FakeDnsServer server = new(query =>
        {
            queries.Add(query);
            ids.Add(Convert.ToHexString(query.Answer()[..2]));
            return [query.Answer(records: [(null, Private4)])];
        });
        for (int i = 0; i < 8; i++) await AskAsync(server);

        AssertEach.All(queries, query => Assert.True(query is { HasEdns: true, WantsRecursion: true, Name: Db }));
        Assert.True(ids.Count > 8, "The ids of 16 queries are random, so they differ but for the rarest chance.");
    }

    [Theory]
    [InlineData(3, "NameNotFound", "NXDOMAIN")]
    [InlineData(0, "NoAddress", "NODATA")]
    [InlineData(2, "ServerFailure", "SERVFAIL")]
    [InlineData(5, "Refused", "REFUSED")]
    [InlineData(9, "ServerFailure", "response code 9")]
    public async Task Tells_response_codes_apart(int code, string outcome, string reason)
    {
        Resolution failed = await AskAsync(query => [query.Answer(code)]);

        Assert.Equal((outcome, reason), (failed.Outcome.ToString(), failed.Reason));
        Assert.Empty(failed.Addresses);
    }

    [Fact]
    public async Task Keeps_the_alias_that_leads_to_a_missing_name()
    {
        Resolution failed = await AskAsync(query => [query.Answer(3, records: [(null, PrivateDb)])]);

        Assert.Equal(ResolutionOutcome.NameNotFound, failed.Outcome);
        Assert.Equal(PrivateDb, Assert.Single(failed.Aliases).Alias);
    }

    [Fact]
    public async Task Passes_over_forged_answers_and_takes_the_true_one()
    {
        IPAddress forged = IPAddress.Parse("6.6.6.6");
        Resolution found = await AskAsync(query =>
        [
            [1, 2, 3],
            query.Answer(idOffset: 1, records: [(null, forged)]),
            query.Answer(withQuestion: false, records: [(null, forged)]),
            OtherQuestion(query.Answer(records: [(null, forged)])),
            Query(query.Answer(records: [(null, forged)])),
            query.Answer(records: [(null, Private4)]),
        ]);

        Assert.Equal([Private4], found.Addresses);
    }

    [Fact]
    public async Task Leaves_out_addresses_of_other_names()
    {
        Resolution failed = await AskAsync(query => [query.Answer(records: [("evil.example", Private4)])]);

        Assert.Equal(ResolutionOutcome.NoAddress, failed.Outcome);
    }

    [Fact]
    public async Task An_alias_that_leads_to_itself_ends()
    {
        Resolution failed = await AskAsync(query => [query.Answer(records: [(null, PrivateDb), (PrivateDb, Db)])]);

        Assert.Equal(ResolutionOutcome.AliasLoop, failed.Outcome);
    }

    [Theory]
    [InlineData(false, "AliasNotFollowed")]
    [InlineData(true, "NoAddress")]
    public async Task An_alias_alone_is_an_answer_of_a_server_that_asks_nobody(bool recurses, string outcome)
    {
        Resolution failed = await AskAsync(query => [query.Answer(recurses: recurses, records: [(null, PrivateDb)])]);

        Assert.Equal((outcome, PrivateDb), (failed.Outcome.ToString(), Assert.Single(failed.Aliases).Alias));
    }

    [Fact]
    public async Task A_name_that_points_at_itself_in_the_message_is_no_answer()
    {
        Resolution found = await AskAsync(query =>
        {
            byte[] loop = query.Answer(records: [(null, PrivateDb)]);
            loop[loop.Length - PrivateDb.Length - 2] = 0xC0;
            loop[loop.Length - PrivateDb.Length - 1] = (byte)(loop.Length - PrivateDb.Length - 2);
            return [loop, query.Answer(records: [(null, query.AsksForIPv4 ? Private4 : Private6)])];
        });

        Assert.Equal([Private4, Private6], found.Addresses);
    }

    [Fact]
    public async Task Goes_on_over_tcp_where_the_answer_is_cut_off()
    {
        await using FakeDnsServer server = new(
            query => [query.Answer(truncated: true)],
            query => query.Answer(records: [(null, query.AsksForIPv4 ? Private4 : Private6)]));

        Assert.Equal([Private4, Private6], (await AskAsync(server)).Addresses);
    }

    [Fact]
    public async Task A_cut_off_answer_without_tcp_behind_it_is_told()
    {
        Resolution failed = await AskAsync(query => [query.Answer(truncated: true)]);

        Assert.Equal(ResolutionOutcome.TcpClosed, failed.Outcome);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Asks_again_without_edns_where_the_server_does_not_take_it(int code)
    {
        Resolution found = await AskAsync(query => [query.HasEdns ? query.Answer(code) : query.Answer(records: [(null, query.AsksForIPv4 ? Private4 : Private6)])]);

        Assert.Equal([Private4, Private6], found.Addresses);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_single_failure_is_asked_about_again(int code)
    {
        HashSet<bool> failed = [];
        Resolution found = await AskAsync(query =>
            [failed.Add(query.AsksForIPv4) ? query.Answer(code) : query.Answer(records: [(null, query.AsksForIPv4 ? Private4 : Private6)])]);

        Assert.Equal([Private4, Private6], found.Addresses);
    }

    [Fact]
    public async Task A_server_that_hangs_up_over_tcp_fails()
    {
        await using FakeDnsServer server = new(query => [query.Answer(truncated: true)], _ => null);

        Assert.Equal(ResolutionOutcome.ServerFailure, (await AskAsync(server)).Outcome);
    }

    [Fact]
    public async Task An_address_of_the_family_not_asked_for_does_not_count()
    {
        Resolution failed = await AskAsync(query => [query.Answer(records: [(null, query.AsksForIPv4 ? Private6 : Private4)])]);

        Assert.Equal(ResolutionOutcome.NoAddress, failed.Outcome);
    }

    [Fact]
    public async Task A_port_where_nothing_listens_is_unreachable_at_once()
    {
        using Socket reserved = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        IPEndPoint free = (IPEndPoint)reserved.LocalEndPoint!;
        reserved.Close();

        Resolution failed = await new DnsServerResolver(free, TimeProvider.System).ResolveAsync(Db, default);

        Assert.Equal(ResolutionOutcome.Unreachable, failed.Outcome);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        using CancellationTokenSource stop = new();
        await using FakeDnsServer server = new(_ =>
        {
            stop.Cancel();
            return [];
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new DnsServerResolver(server.EndPoint, new ManualClock()).ResolveAsync(Db, stop.Token));
    }

    private static async Task<Resolution> AskAsync(Func<DnsMessage, IEnumerable<byte[]>> answer)
    {
        await using FakeDnsServer server = new(answer);
        return await AskAsync(server);
    }

    private static Task<Resolution> AskAsync(FakeDnsServer server, TimeProvider? clock = null) =>
        new DnsServerResolver(server.EndPoint, clock ?? TimeProvider.System).ResolveAsync(Db, default);

    // The first letter of the question changes: an answer to somebody else's question.
    private static byte[] OtherQuestion(byte[] answer)
    {
        answer[13] = (byte)'x';
        return answer;
    }

    // The answer bit is taken out: a query sent back.
    private static byte[] Query(byte[] answer)
    {
        answer[2] &= 0x7F;
        return answer;
    }
}
