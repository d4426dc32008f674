namespace PrivateLinkPg.Hosting;

/// <summary>The progress bar of one piece of work; goes away when disposed, and where there are several, for all have one then.</summary>
internal sealed class ProgressBar(CommandHost host, string activity) : IDisposable
{
    private readonly int _id = host.Progress.NextId();
    private bool _shown;
    private bool _gone;

    /// <summary>Shows a state. May be called from any thread.</summary>
    public void Report(string state) => host.Pipeline.Post(_ =>
    {
        if (_gone) return;
        if (host.Progress.IsOverall)
        {
            Hide();
            host.Progress.Show();
            return;
        }
        _shown = true;
        host.Progress.Write(new(_id, activity, state));
    }, null);

    public void Dispose()
    {
        _gone = true;
        Hide();
    }

    private void Hide()
    {
        if (_shown) host.Progress.Write(new(_id, activity, "Done", 100, Completed: true));
        _shown = false;
    }
}
