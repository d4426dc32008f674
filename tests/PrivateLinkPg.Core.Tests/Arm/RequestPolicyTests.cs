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

    // What waits for an operation of Azure's costs nothing here; requests under way do.
    [Fact]
    public void Where_the_user_says_nothing_many_inputs_overlap_and_fewer_requests()
    {
        ManySubscriptions azure = new(subscriptions: 300, endpoints: 1, together: 32);
        int inputs = 0, most = 0;
        TaskCompletionSource full = new();

        Run(azure, CommandHost.DefaultThrottleLimit, [.. azure.SubscriptionIds.Select<string, Func<CommandHost, Task>>(id => async host =>
        {
            most = Math.Max(most, ++inputs);
            if (inputs == CommandHost.DefaultThrottleLimit) full.TrySetResult();
            await full.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await GetPgPrivateEndpoint.RunAsync(new(null, "*", null, [id], null, new HashSet<string>()), host);
            inputs--;
        })]);

        Assert.Equal((256, 32), (most, azure.Most));
    }

    [Fact]
    public async Task One_that_is_stopped_while_it_waits_for_its_turn_is_not_sent()
    {
        using CancellationTokenSource stop = new();
        ScriptedTransport azure = new();
        var connection = await new ManySubscriptions(1, 0, 1).ResolveAsync(new(), CancellationToken.None);
        ArmGateway gateway = new(connection with { Transport = azure }, TimeProvider.System, _ => { }, new RequestGate(new(0), TimeProvider.System, _ => { }));
        Task waiting = gateway.FindSubscriptionAsync("1", stop.Token);

        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Empty(azure.Asked);
        using CancellationTokenSource end = new();
        Task next = gateway.FindSubscriptionAsync("1", end.Token);
        Assert.False(next.IsCompleted); // It left no turn behind that it never had.
        await end.CancelAsync();
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
