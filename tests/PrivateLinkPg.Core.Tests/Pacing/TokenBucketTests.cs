using System.Threading.RateLimiting;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Pacing;

namespace PrivateLinkPg.Core.Tests.Pacing;

public sealed class TokenBucketTests
{
    // Of the machine's time: for what is wrong, not for what is right.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task What_the_bucket_holds_goes_at_once_and_the_rest_as_tokens_come_back()
    {
        using TokenBucket bucket = new(20, 10, _clock);
        for (int i = 0; i < 20; i++) await Sent(bucket);
        ValueTask<RateLimitLease>[] asked = Ask(bucket, 15);

        _clock.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(0, Served(asked));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, Served(asked));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(11, Served(asked));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(15, Served(asked));
        Assert.Equal(5, Available(bucket));
    }

    [Fact]
    public async Task Who_came_first_is_served_first_also_where_others_come_as_a_token_does()
    {
        using TokenBucket bucket = new(1, 10, _clock);
        ValueTask<RateLimitLease>[] asked = Ask(bucket, 4);
        for (int served = 1; served <= 4; served++)
        {
            AssertEach.All(asked[..served], each => Assert.True(each.IsCompletedSuccessfully));
            Assert.DoesNotContain(asked[served..], each => each.IsCompleted);
            Assert.False(bucket.AttemptAcquire().IsAcquired);
            ((TokenLease)await asked[served - 1]).IsSent = true;
            (await asked[served - 1]).Dispose();
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            Assert.Equal(served == 4, bucket.AttemptAcquire().IsAcquired);
        }
    }

    [Fact]
    public async Task One_that_waits_no_more_gives_up_its_place()
    {
        using TokenBucket bucket = new(1, 10, _clock);
        using CancellationTokenSource stop = new();
        await Sent(bucket);
        Task<RateLimitLease> first = bucket.AcquireAsync(1, stop.Token).AsTask();
        Task<RateLimitLease> second = bucket.AcquireAsync().AsTask();
        Assert.Equal(2, bucket.GetStatistics()!.CurrentQueuedCount);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Soon));
        Assert.Equal(1, bucket.GetStatistics()!.CurrentQueuedCount);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True((await second.WaitAsync(Soon)).IsAcquired);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bucket.AcquireAsync(1, stop.Token).AsTask());
    }

    [Fact]
    public async Task One_that_was_not_sent_gives_its_token_back_to_the_next()
    {
        using TokenBucket bucket = new(1, 10, _clock);
        RateLimitLease unsent = await bucket.AcquireAsync();
        Task<RateLimitLease> next = bucket.AcquireAsync().AsTask();
        Assert.False(next.IsCompleted);
        unsent.Dispose();
        unsent.Dispose();
        Assert.True((await next.WaitAsync(Soon)).IsAcquired);
        Assert.False(bucket.AttemptAcquire().IsAcquired);
    }

    // While it is on its way, Azure's full bucket does not refill for it: the burst behind it would overtake it.
    [Fact]
    public async Task A_token_is_back_only_after_its_request_was_answered()
    {
        using TokenBucket bucket = new(20, 10, _clock);
        TokenLease slow = await Taken(bucket);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(19, Served(Ask(bucket, 30)));
        slow.Dispose();
    }

    [Fact]
    public async Task Less_left_than_we_count_is_somebody_elses_use()
    {
        using TokenBucket bucket = new(200, 10, _clock);
        await Sent(bucket, remaining: 3);
        Assert.Equal(3, Served(Ask(bucket, 10)));
    }

    [Fact]
    public async Task What_is_under_way_may_not_be_counted_yet()
    {
        using TokenBucket bucket = new(200, 10, _clock);
        TokenLease[] underWay = [await Taken(bucket), await Taken(bucket), await Taken(bucket)];
        TokenLease answered = await Taken(bucket);
        TokenLease after = await Taken(bucket);
        // Azure took this one first of the five: our count is right.
        answered.Learn(199);
        Assert.Equal(195, Available(bucket));
        // It holds less than all five leave: of those, four may be still to come.
        after.Learn(100);
        Assert.Equal(96, Available(bucket));
        AssertEach.All(underWay, lease => lease.Dispose());
    }

    [Fact]
    public async Task Azures_refill_between_request_and_answer_is_no_correction()
    {
        using TokenBucket bucket = new(200, 10, _clock);
        for (int i = 0; i < 100; i++) await Sent(bucket);
        TokenLease lease = await Taken(bucket);
        _clock.Advance(TimeSpan.FromSeconds(2));
        lease.Learn(99);
        Assert.Equal(119, Available(bucket));
    }

    [Fact]
    public async Task More_left_than_we_count_is_a_larger_bucket()
    {
        using TokenBucket bucket = new(200, 10, _clock);
        await Sent(bucket, remaining: 799);
        Assert.Equal(799, Available(bucket));
        for (int i = 0; i < 799; i++) await Sent(bucket);
        Assert.Equal(0, Available(bucket));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(799, Available(bucket));
    }

    [Fact]
    public async Task Who_waits_goes_as_soon_as_Azure_says_that_there_is_room()
    {
        using TokenBucket bucket = new(2, 1, _clock);
        TokenLease answered = await Taken(bucket);
        await Sent(bucket);
        ValueTask<RateLimitLease>[] waiting = Ask(bucket, 5);
        Assert.Equal(0, Served(waiting));
        answered.Learn(4);
        Assert.Equal(3, Served(waiting));
    }

    [Fact]
    public void A_closed_bucket_opens_when_Azure_said_and_not_with_a_burst()
    {
        using TokenBucket bucket = new(200, 10, _clock);
        bucket.Close(TimeSpan.FromMinutes(5));
        ValueTask<RateLimitLease>[] waiting = Ask(bucket, 50);
        _clock.Advance(TimeSpan.FromSeconds(299.9));
        Assert.Equal((0, true), (Served(waiting), bucket.IsClosed));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((1, false), (Served(waiting), bucket.IsClosed));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(11, Served(waiting));
    }

    [Fact]
    public async Task Of_several_closings_the_last_to_end_counts()
    {
        using TokenBucket bucket = new(200, 10, _clock);
        TokenLease early = await Taken(bucket);
        TokenLease unsent = Assert.IsType<TokenLease>(await bucket.AcquireAsync().AsTask().WaitAsync(Soon));
        bucket.Close(TimeSpan.FromSeconds(30));
        bucket.Close(TimeSpan.FromSeconds(10));
        // Neither an answer from before nor what goes back opens it.
        early.Learn(150);
        unsent.Dispose();
        ValueTask<RateLimitLease>[] waiting = Ask(bucket, 5);
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, Served(waiting));
        bucket.Close(TimeSpan.FromSeconds(10));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, Served(waiting));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, Served(waiting));
    }

    [Fact]
    public async Task Where_Azure_does_not_say_how_long_it_is_longer_each_time_until_it_answers()
    {
        using TokenBucket bucket = new(200, 10, _clock);
        foreach (int seconds in (int[])[2, 4, 8, 16, 16])
        {
            bucket.Close(null);
            bucket.Close(null); // Two that ran into the same.
            Assert.Equal(seconds, bucket.Expected.TotalSeconds, 3);
            _clock.Advance(TimeSpan.FromSeconds(seconds));
        }
        await Sent(bucket, remaining: null);
        bucket.Close(null);
        Assert.Equal(2, bucket.Expected.TotalSeconds, 3);
    }

    [Fact]
    public async Task The_wait_is_known_before_it_begins()
    {
        using TokenBucket bucket = new(1, 10, _clock);
        Assert.Equal(TimeSpan.Zero, bucket.Expected);
        await Sent(bucket);
        Assert.Equal(0.1, bucket.Expected.TotalSeconds, 3);
        Ask(bucket, 9);
        Assert.Equal(1, bucket.Expected.TotalSeconds, 3);
    }

    [Fact]
    public async Task A_bucket_is_idle_once_it_is_full_again()
    {
        using TokenBucket bucket = new(10, 10, _clock);
        Assert.NotNull(bucket.IdleDuration);
        TokenLease lease = await Taken(bucket);
        Assert.Null(bucket.IdleDuration);
        lease.Dispose();
        Assert.Null(bucket.IdleDuration);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.NotNull(bucket.IdleDuration);
    }

    private static ValueTask<RateLimitLease>[] Ask(TokenBucket bucket, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => bucket.AcquireAsync())];

    private static int Served(IEnumerable<ValueTask<RateLimitLease>> asked) => asked.Count(each => each.IsCompletedSuccessfully);

    private static long Available(TokenBucket bucket) => bucket.GetStatistics()!.CurrentAvailablePermits;

    // Under way.
    private static async Task<TokenLease> Taken(TokenBucket bucket)
    {
        TokenLease lease = Assert.IsType<TokenLease>(await bucket.AcquireAsync().AsTask().WaitAsync(Soon));
        lease.IsSent = true;
        return lease;
    }

    private static async Task Sent(TokenBucket bucket, int? remaining = null)
    {
        using TokenLease lease = await Taken(bucket);
        lease.Learn(remaining);
    }
}
