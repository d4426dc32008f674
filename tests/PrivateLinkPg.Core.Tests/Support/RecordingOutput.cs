using System.Collections.Concurrent;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Output;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>Keeps everything that a handler wrote, in order; answers confirmations; can stop as downstream would.</summary>
internal sealed class RecordingOutput : ICommandOutput
{
    // A test may look while the command still writes.
    private readonly ConcurrentQueue<object> _all = [];

    public bool Confirm { get; init; } = true;

    public bool WhatIf { get; init; }

    /// <summary>The confirmations that the user says no to.</summary>
    public Predicate<string> Declines { get; init; } = _ => false;

    /// <summary>What the user answers to a question about a requester; null where nobody can be asked.</summary>
    public bool? Continues { get; init; } = true;

    /// <summary>The questions that were asked.</summary>
    public List<string> Questions { get; } = [];

    /// <summary>Called at each confirmation: when what will be written is known, and nothing is written yet.</summary>
    public Action<string>? BeforeWrite { get; init; }

    /// <summary>After this many objects the output throws, as the engine does when downstream has enough.</summary>
    public int StopAfterObjects { get; init; } = int.MaxValue;

    public IReadOnlyList<object> All => [.. _all];

    public IReadOnlyList<object> Objects => [.. _all.OfType<Line>().Where(line => line.Stream == "Object").Select(line => line.Value)];

    public IReadOnlyList<CommandFailure> Failures => [.. _all.OfType<Line>().Select(line => line.Value).OfType<CommandFailure>()];

    public IReadOnlyList<(string Target, string Action)> Confirmations => [.. _all.OfType<(string, string)>()];

    public IReadOnlyList<ProgressUpdate> Progress => [.. _all.OfType<Line>().Select(line => line.Value).OfType<ProgressUpdate>()];

    public IReadOnlyList<string> Text(string stream) => [.. _all.OfType<Line>().Where(line => line.Stream == stream).Select(line => (string)line.Value)];

    public void WriteObject(object value)
    {
        Add("Object", value);
        if (Objects.Count >= StopAfterObjects) throw new PipelineStopped();
    }

    public void WriteFailure(CommandFailure failure) => Add("Failure", failure);

    public void WriteWarning(string message) => Add("Warning", message);

    public void WriteVerbose(string message) => Add("Verbose", message);

    public void WriteDebug(string message) => Add("Debug", message);

    public void WriteProgress(ProgressUpdate update) => Add("Progress", update);

    public bool ShouldProcess(string target, string action)
    {
        _all.Enqueue((target, action));
        BeforeWrite?.Invoke(action);
        return Confirm && !WhatIf && !Declines(action);
    }

    public bool? ShouldContinue(string query, string caption)
    {
        Questions.Add(query);
        return Continues;
    }

    private void Add(string stream, object value) => _all.Enqueue(new Line(stream, value));

    internal sealed record Line(string Stream, object Value);

    internal sealed class PipelineStopped : Exception;
}
