using PrivateLinkPg.Arm;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Arm;

public sealed class RequestPolicyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    public void A_search_through_many_subscriptions_has_as_many_requests_under_way_as_the_limit_says(int limit)
    {
        ManySubscriptions azure = new(subscriptions: 100, endpoints: 20, together: limit);

        IReadOnlyList<object> found = Run(azure, limit, host => GetPgPrivateEndpoint.RunAsync(
            new(null, "*", null, azure.SubscriptionIds, null, new HashSet<string>()), host));

        Assert.Equal(2000, found.Cast<PgPrivateEndpoint>().Select(each => each.Id).Distinct().Count());
        Assert.Equal((limit, 100 + 2000), (azure.Most, azure.Asked));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void So_has_the_judgement_of_records_which_asks_all_subscriptions_at_once(int limit)
    {
        ManySubscriptions azure = new(subscriptions: 100, endpoints: 20, together: limit);

        IReadOnlyList<object> found = Run(azure, limit, host => GetPgPrivateDnsRecord.RunAsync(
            new(null, null, "*", "*", null, azure.SubscriptionIds, Stale: true), host));

        // Of each subscription: its zones, the zone's records and links, its endpoints and interfaces; and the subscriptions once.
        Assert.Equal(100, found.Cast<PgDnsRecord>().Count(each => each.Stale == true));
        Assert.Equal((limit, 100 * 5 + 1), (azure.Most, azure.Asked));
    }

    [Fact]
    public void Inputs_that_overlap_share_the_limit_with_what_is_nested_in_them()
    {
        ManySubscriptions azure = new(subscriptions: 10, endpoints: 20, together: 3);

        IReadOnlyList<object> found = Run(azure, 3, [.. azure.SubscriptionIds.Select<string, Func<CommandHost, Task>>(
            id => host => GetPgPrivateEndpoint.RunAsync(new(null, "*", null, [id], null, new HashSet<string>()), host))]);

        Assert.Equal((200, 3), (found.Count, azure.Most));
    }

    [Fact]
    public async Task One_that_is_stopped_while_it_waits_for_its_turn_is_not_sent()
    {
        using SemaphoreSlim turns = new(0);
        using CancellationTokenSource stop = new();
        ScriptedTransport azure = new();
        var connection = await new ManySubscriptions(1, 0, 1).ResolveAsync(new(), CancellationToken.None);
        ArmGateway gateway = new(connection with { Transport = azure }, TimeProvider.System, _ => { }, turns);
        Task waiting = gateway.FindSubscriptionAsync("1", stop.Token);

        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(azure.Asked);
        Assert.Equal(0, turns.CurrentCount);
    }

    private static IReadOnlyList<object> Run(ManySubscriptions azure, int limit, params Func<CommandHost, Task>[] handlers)
    {
        RecordingOutput output = new();
        using CommandHost host = new(output, azure, TimeProvider.System, limit);
        foreach (Func<CommandHost, Task> handler in handlers) host.Start(() => handler(host), null);
        host.Complete();
        Assert.Empty(output.Failures);
        return output.Objects;
    }
}
