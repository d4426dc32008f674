namespace PrivateLinkPg.Suggestions;

/// <summary>
/// Keeps what Azure answered for as long as somebody types. A question that took longer than the user was made to wait goes on, so
/// that asking once more finds its answer.
/// </summary>
internal sealed class SuggestionCache(TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    // Longer than any answer that somebody still waits for.
    private static readonly TimeSpan GivenUp = TimeSpan.FromSeconds(20);

    private readonly object _lock = new();
    private readonly Dictionary<(string Context, SuggestionQuery Query), Answer> _answers = [];

    /// <summary>The answer to a question that was asked a moment ago under the same context, or to the same asked now.</summary>
    public Task<IReadOnlyList<Suggestion>> GetAsync(
        string context, SuggestionQuery query, Func<CancellationToken, Task<IReadOnlyList<Suggestion>>> ask)
    {
        lock (_lock)
        {
            foreach (var key in _answers.Where(each => IsOld(each.Value)).Select(each => each.Key).ToList()) _answers.Remove(key);
            if (!_answers.TryGetValue((context, query), out Answer known))
                _answers[(context, query)] = known = new(AskAsync(ask), clock.GetTimestamp());
            return known.Suggestions;
        }
    }

    private bool IsOld(Answer answer) =>
        clock.GetElapsedTime(answer.Asked) > Fresh || answer.Suggestions.IsFaulted || answer.Suggestions.IsCanceled;

    private async Task<IReadOnlyList<Suggestion>> AskAsync(Func<CancellationToken, Task<IReadOnlyList<Suggestion>>> ask)
    {
        using CancellationTokenSource limit = new(GivenUp, clock);
        return await ask(limit.Token).ConfigureAwait(false);
    }

    private readonly record struct Answer(Task<IReadOnlyList<Suggestion>> Suggestions, long Asked);
}
