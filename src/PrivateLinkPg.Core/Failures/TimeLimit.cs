namespace PrivateLinkPg.Failures;

/// <summary>A limit to the time of one input's work, which begins when it is made.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationToken _command;
    private readonly Func<OperationCanceledException, CommandFailedException> _failure;
    private readonly CancellationTokenSource _clock;
    private readonly CancellationTokenSource _either;

    /// <param name="limit">How long the work may take.</param>
    /// <param name="failure">What it is when the limit runs out, by what the work was doing then.</param>
    /// <param name="clock">The time.</param>
    /// <param name="command">Cancelled when the command is; then the work is not late but stopped.</param>
    public TimeLimit(
        TimeSpan limit, Func<OperationCanceledException, CommandFailedException> failure, TimeProvider clock, CancellationToken command)
    {
        (_command, _failure) = (command, failure);
        _clock = new(limit, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_clock.Token, command);
    }

    /// <summary>Cancelled at the limit and when the command is.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>The result of work that was begun with <see cref="Token"/>.</summary>
    /// <exception cref="CommandFailedException">The limit ran out.</exception>
    public async Task<T> Of<T>(Task<T> work)
    {
        await Of((Task)work).ConfigureAwait(false);
        return await work.ConfigureAwait(false);
    }

    /// <inheritdoc cref="Of{T}"/>
    public async Task Of(Task work)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (_clock.IsCancellationRequested && !_command.IsCancellationRequested)
        {
            throw _failure(late);
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _clock.Dispose();
    }
}
