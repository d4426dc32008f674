using System.Runtime.ExceptionServices;

namespace PrivateLinkPg.Hosting;

/// <summary>
/// Stands before the engine's output. An exception out of the engine is its way to say stop (downstream is done, -ErrorAction Stop,
/// Ctrl+C): it is kept for the pipeline thread to throw again, all handlers are cancelled, and nothing more is written.
/// </summary>
/// <param name="engine">Where everything goes.</param>
/// <param name="cancellation">Cancelled when the engine ends the pipeline.</param>
/// <param name="input">The piped object that what is written just now is about.</param>
internal sealed class PipelineOutput(ICommandOutput engine, CancellationTokenSource cancellation, Func<object?> input) : ICommandOutput
{
    private ExceptionDispatchInfo? _ended;

    /// <summary>Throws again what ended the pipeline, if anything did.</summary>
    public void ThrowIfEnded() => _ended?.Throw();

    public void WriteObject(object value) => Guard(() => engine.WriteObject(value));
    public void WriteFailure(CommandFailure failure) => Guard(() => engine.WriteFailure(failure with { Input = input() }));
    public void WriteWarning(string message) => Guard(() => engine.WriteWarning(message));
    public void WriteVerbose(string message) => Guard(() => engine.WriteVerbose(message));
    public void WriteDebug(string message) => Guard(() => engine.WriteDebug(message));
    public void WriteProgress(ProgressUpdate update) => Guard(() => engine.WriteProgress(update));

    public bool ShouldProcess(string target, string action)
    {
        bool answer = false;
        Guard(() => answer = engine.ShouldProcess(target, action));
        return answer;
    }

    public bool? ShouldContinue(string query, string caption)
    {
        bool? answer = null;
        Guard(() => answer = engine.ShouldContinue(query, caption));
        return answer;
    }

    public bool WhatIf => PipelineThread.Outside(() => engine.WhatIf);

    private void Guard(Action write)
    {
        cancellation.Token.ThrowIfCancellationRequested();
        try
        {
            PipelineThread.Outside(write);
        }
        catch (Exception e)
        {
            _ended ??= ExceptionDispatchInfo.Capture(e);
            cancellation.Cancel();
            throw new OperationCanceledException("The pipeline has ended.", e, cancellation.Token);
        }
    }
}
