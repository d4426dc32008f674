namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>The life of every command: inputs overlap, output is written on the pipeline thread, Ctrl+C stops at once.</summary>
public abstract class PrivateLinkCmdlet : PSCmdlet, IDisposable
{
    private CommandHost? _host;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() =>
        _host = new CommandHost(
            new EngineOutput(this), Connections(), TimeProvider.System, Overlap, Patience, MyInvocation.MyCommand.Name,
            EngineOutput.ShowsDebug(this));

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => _host!.Start(() => RunAsync(_host), Input, Piped);

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        _host!.Complete();
        if (!JoinsInputs) return;
        _host.Start(() => FinishAsync(_host), null);
        _host.Complete();
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _host?.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _host?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the user gave for this input: the target of failures that name none.</summary>
    private protected abstract object? Input { get; }

    /// <summary>What was piped for this input, whole; null where nothing was, or nobody asks.</summary>
    private protected virtual object? Piped => null;

    /// <summary>Starts the handler for the input that is bound now. Reads every parameter before it first waits.</summary>
    private protected abstract Task RunAsync(CommandHost host);

    /// <summary>True for a command that makes one thing of all its inputs.</summary>
    private protected virtual bool JoinsInputs => false;

    /// <summary>Runs once after the handlers of all inputs, where <see cref="JoinsInputs"/>.</summary>
    private protected virtual Task FinishAsync(CommandHost host) => Task.CompletedTask;

    /// <summary>Where the connection to Azure comes from; asked only by commands that need one.</summary>
    private protected virtual IConnectionSource Connections() =>
        EngineSession.Connections(this, defaultProfile: null, subscriptionId: null);

    /// <summary>A path as the session's providers take it, in the file system.</summary>
    private protected string? FilePath(string? path) =>
        path is null ? null : PipelineThread.Outside(() => GetUnresolvedProviderPathFromPSPath(path));

    /// <summary>How many piped inputs are worked on, and how many requests are under way, at once.</summary>
    private protected virtual int Overlap => 1;

    /// <summary>How long Azure may take to answer a question; by default without limit.</summary>
    private protected virtual TimeSpan Patience => Timeout.InfiniteTimeSpan;
}
