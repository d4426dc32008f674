using System.Net;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Core.Tests.Dns;

/// <summary>For how long a server is waited for, and when it is asked again.</summary>
public sealed class DnsServerPatienceTests
{
    private const string Db = "db.postgres.database.azure.com";
    private static readonly IPAddress Private4 = IPAddress.Parse("10.1.0.4");
    private static readonly IPAddress Private6 = IPAddress.Parse("fd00::4");

    [Fact]
    public async Task A_failure_counts_where_the_second_question_is_not_answered()
    {
        ManualClock clock = new();
        await using FakeDnsServer server = new(query => query.HasEdns ? [query.Answer(2)] : []);
        Task<Resolution> asking = AskAsync(server, clock);
        await Patience.WhileAsync(asking, () => clock.Advance(TimeSpan.FromSeconds(0.5)));

        Assert.Equal((ResolutionOutcome.ServerFailure, "SERVFAIL"), ((await asking).Outcome, (await asking).Reason));
    }

    [Fact]
    public async Task What_drops_edns_is_asked_without()
    {
        ManualClock clock = new();
        await using FakeDnsServer server = new(query =>
        {
            if (!query.HasEdns) return [query.Answer(records: [(null, query.AsksForIPv4 ? Private4 : Private6)])];
            // Each question has its timer before it is sent; the other one may not have been asked yet.
            clock.Advance(TimeSpan.FromSeconds(1));
            return [];
        });

        Assert.Contains(Private4, (await AskAsync(server, clock)).Addresses);
    }

    [Fact]
    public async Task A_lost_datagram_is_asked_for_again()
    {
        ManualClock clock = new();
        int lost = 0;
        await using FakeDnsServer server = new(query =>
        {
            if (!query.AsksForIPv4) return [query.Answer()];
            if (lost++ > 0) return [query.Answer(records: [(null, Private4)])];
            clock.Advance(TimeSpan.FromSeconds(1));
            return [];
        });

        Assert.Equal([Private4], (await AskAsync(server, clock)).Addresses);
        Assert.Equal(2, lost);
    }

    [Fact]
    public async Task An_answer_that_comes_late_is_one()
    {
        ManualClock clock = new();
        DnsMessage? first = null;
        int asked = 0;
        await using FakeDnsServer server = new(query =>
        {
            if (!query.AsksForIPv4) return [query.Answer()];
            first ??= query;
            clock.Advance(TimeSpan.FromSeconds(2));
            asked++;
            return [];
        });
        using CancellationTokenSource stop = new();
        Task<Resolution> asking = new DnsServerResolver(server.EndPoint, clock).ResolveAsync(Db, stop.Token);
        await Patience.UntilAsync(() => asked >= 4);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(asking.IsCompleted, "It waits for as long as it may.");
        await server.SendAsync(first!.Answer(records: [(null, Private4)]), first);

        Assert.Equal([Private4], (await asking).Addresses);
    }

    [Fact]
    public async Task A_silent_server_is_asked_until_the_time_is_over()
    {
        ManualClock clock = new();
        using CancellationTokenSource stop = new();
        int asked = 0;
        await using FakeDnsServer server = new(query =>
        {
            if (++asked == 8) stop.Cancel();
            else clock.Advance(TimeSpan.FromSeconds(2));
            return [];
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new DnsServerResolver(server.EndPoint, clock).ResolveAsync(Db, stop.Token));
        Assert.Equal(8, asked);
    }

    [Theory]
    [InlineData(3, 0.5, "NameNotFound")]
    [InlineData(0, 5, "NoAddress")]
    [InlineData(2, 5, "ServerFailure")]
    public async Task What_is_said_of_ipv4_counts_where_nothing_is_said_of_ipv6(int code, double seconds, string outcome)
    {
        ManualClock clock = new();
        await using FakeDnsServer server = new(query => query.AsksForIPv4 ? [query.Answer(code)] : []);
        Task waiting = clock.WhenWaitedForAsync(TimeSpan.FromSeconds(seconds));
        Task<Resolution> asking = AskAsync(server, clock);
        await waiting;
        clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(outcome, (await asking).Outcome.ToString());
    }

    [Fact]
    public async Task An_ipv6_address_counts_where_nothing_is_said_of_ipv4()
    {
        ManualClock clock = new();
        await using FakeDnsServer server = new(query => query.AsksForIPv4 ? [] : [query.Answer(records: [(null, Private6)])]);
        Task waiting = clock.WhenWaitedForAsync(TimeSpan.FromSeconds(5));
        Task<Resolution> asking = AskAsync(server, clock);
        await waiting;
        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal([Private6], (await asking).Addresses);
    }

    [Fact]
    public async Task A_name_with_an_ipv4_address_does_not_wait_for_servers_that_never_answer_for_ipv6()
    {
        ManualClock clock = new();
        await using FakeDnsServer server = new(query => query.AsksForIPv4 ? [query.Answer(records: [(null, Private4)])] : []);
        Task grace = clock.WhenWaitedForAsync(TimeSpan.FromSeconds(0.5));
        Task<Resolution> asking = AskAsync(server, clock);
        await grace;
        clock.Advance(TimeSpan.FromSeconds(0.5));

        Assert.Equal([Private4], (await asking).Addresses);
    }

    private static Task<Resolution> AskAsync(FakeDnsServer server, TimeProvider clock) =>
        new DnsServerResolver(server.EndPoint, clock).ResolveAsync(Db, default);
}
