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
    private readonly Dictionary<(string Context, SuggestionQuery Query), (Task<IReadOnlyList<Suggestion>> Answer, long Asked)> _answers = [];

    /// <summary>The answer to a question that was asked a moment ago, or to the same asked now.</summary>
    /// <param name="context">Under whose name, and where.</param>
    /// <param name="query">The question.</param>
    /// <param name="ask">Asks it.</param>
    public Task<IReadOnlyList<Suggestion>> GetAsync(string context, SuggestionQuery query, Func<CancellationToken, Task<IReadOnlyList<Suggestion>>> ask)
    {
        lock (_lock)
        {
            foreach (var key in _answers.Where(each => clock.GetElapsedTime(each.Value.Asked) > Fresh || each.Value.Answer.IsFaulted || each.Value.Answer.IsCanceled).Select(each => each.Key).ToList())
                _answers.Remove(key);
            if (_answers.TryGetValue((context, query), out var known)) return known.Answer;
            Task<IReadOnlyList<Suggestion>> answer = AskAsync(ask);
            _answers[(context, query)] = (answer, clock.GetTimestamp());
            return answer;
        }
    }

    private async Task<IReadOnlyList<Suggestion>> AskAsync(Func<CancellationToken, Task<IReadOnlyList<Suggestion>>> ask)
    {
        using CancellationTokenSource limit = new(GivenUp, clock);
        return await ask(limit.Token).ConfigureAwait(false);
    }
}
