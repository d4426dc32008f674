namespace PrivateLinkPg.Hosting;

/// <content>A command within a command.</content>
internal sealed partial class CommandHost
{
    private readonly CommandHost? _outer;

    private CommandHost(CommandHost outer, ICommandOutput output)
    {
        _outer = outer;
        (Progress, Clock, Pipeline) = (outer.Progress, outer.Clock, outer.Pipeline);
        (_connections, _patience, _throttleLimit, _requests) = (outer._connections, outer._patience, outer._throttleLimit, outer._requests);
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(outer.Cancellation);
        _input = outer._input;
        _output = new PipelineOutput(output, _cancellation, () => _input.Value);
        _queue = new WorkQueue(Pipeline, _throttleLimit, _cancellation.Token);
        _queue.Complete();
    }

    /// <summary>
    /// For one input of a command that this one runs: with the same connection, limits, thread and end, and with facts of its own, as they
    /// are from now on.
    /// </summary>
    /// <param name="output">Where that command writes.</param>
    public CommandHost Inner(ICommandOutput output) => new(this, output);
}
