using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Suggestions;

namespace PrivateLinkPg.Core.Tests.Suggestions;

public sealed class SuggestionCacheTests
{
    private static readonly SuggestionQuery Query = new(SuggestionKind.Endpoint);
    private readonly ManualClock _clock = new();
    private int _asked;

    [Fact]
    public async Task The_same_question_is_asked_once_while_it_is_fresh()
    {
        SuggestionCache cache = new(_clock);
        Assert.Same(await AskAsync(cache), await AskAsync(cache));
        _clock.Advance(TimeSpan.FromSeconds(31));
        await AskAsync(cache);
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task Another_context_or_another_question_is_asked_anew()
    {
        SuggestionCache cache = new(_clock);
        await AskAsync(cache);
        await AskAsync(cache, "other");
        await AskAsync(cache, query: Query with { ResourceGroupName = "rg" });
        Assert.Equal(3, _asked);
    }

    [Fact]
    public async Task A_question_that_failed_is_asked_again()
    {
        SuggestionCache cache = new(_clock);
        await Assert.ThrowsAsync<InvalidOperationException>(() => cache.GetAsync("me", Query, _ => throw new InvalidOperationException()));
        Assert.Single(await AskAsync(cache));
    }

    [Fact]
    public async Task A_slow_answer_is_there_for_who_asks_once_more()
    {
        SuggestionCache cache = new(_clock);
        TaskCompletionSource<IReadOnlyList<Suggestion>> slow = new();
        Task<IReadOnlyList<Suggestion>> first = cache.GetAsync("me", Query, _ => slow.Task);
        Assert.False(first.IsCompleted);
        slow.SetResult([new("a", "a", "a")]);
        Assert.Same(await first, await AskAsync(cache));
        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task A_question_without_an_end_is_given_up()
    {
        SuggestionCache cache = new(_clock);
        Task<IReadOnlyList<Suggestion>> endless = cache.GetAsync("me", Query, async cancellation =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellation);
            return [];
        });
        _clock.Advance(TimeSpan.FromSeconds(21));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        Assert.Single(await AskAsync(cache));
    }

    private Task<IReadOnlyList<Suggestion>> AskAsync(SuggestionCache cache, string context = "me", SuggestionQuery? query = null) => cache.GetAsync(context, query ?? Query, _ =>
    {
        _asked++;
        return Task.FromResult<IReadOnlyList<Suggestion>>([new("a", "a", "a")]);
    });
}
