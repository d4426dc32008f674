namespace PrivateLinkPg.Failures;

/// <summary>One failure as the user sees it.</summary>
/// <param name="Id">The stable error id: the name of the catalogue's method.</param>
/// <param name="Kind">What kind of failure it is.</param>
/// <param name="Message">What happened, in one sentence.</param>
/// <param name="Remedy">What to do now.</param>
/// <param name="Target">What the user would search for: a resource id, host:port, the bad argument.</param>
/// <param name="Cause">The original exception, where there is one.</param>
internal sealed record CommandFailure(string Id, FailureKind Kind, string Message, string Remedy, object? Target, Exception? Cause = null)
{
    /// <summary>The piped object that it is about; null where none was piped.</summary>
    public object? Input { get; init; }

    /// <summary>The message as a whole sentence: what Azure and sockets say often ends without a full stop.</summary>
    public string Sentence => Message.TrimEnd() is [.., not ('.' or '!' or '?')] open ? open + "." : Message.TrimEnd();

    /// <summary>The failure with a sentence more.</summary>
    public CommandFailure And(string sentence) => sentence.Length == 0 ? this : this with { Message = $"{Sentence} {sentence}" };

    /// <summary>The same failure of a later step, which also tells what had been written by then.</summary>
    public CommandFailure After(IReadOnlyCollection<string> written) =>
        And(written.Count == 0 ? "" : $"Written before that: {string.Join(", ", written)}.");
}

/// <summary>Ends the work on one input with a failure of the catalogue.</summary>
internal sealed class CommandFailedException(CommandFailure failure) : Exception(failure.Message, failure.Cause)
{
    public CommandFailure Failure { get; } = failure;
}
