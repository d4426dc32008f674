namespace PrivateLinkPg.Hosting;

/// <summary>The progress bar of one input's work; goes away when disposed.</summary>
internal sealed class ProgressBar(CommandHost host, string activity) : IDisposable
{
    private readonly int _id = host.NextActivity();
    private bool _shown;
    private bool _gone;

    /// <summary>Shows a state. May be called from any thread.</summary>
    public void Report(string state) => host.Pipeline.Post(_ =>
    {
        if (_gone || host.Cancellation.IsCancellationRequested) return;
        _shown = true;
        Write(new ProgressUpdate(_id, activity, state));
    }, null);

    public void Dispose()
    {
        _gone = true;
        if (_shown && !host.Cancellation.IsCancellationRequested) Write(new ProgressUpdate(_id, activity, "Done", 100, Completed: true));
    }

    private void Write(ProgressUpdate update) => host.Tell(output => output.WriteProgress(update));
}
