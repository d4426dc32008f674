namespace PrivateLinkPg.Hosting;

/// <summary>The turn of one input at what several share; the next one's begins when it is disposed.</summary>
internal sealed class Turn : IDisposable
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ended => _done.Task;

    public void Dispose() => _done.TrySetResult();
}
