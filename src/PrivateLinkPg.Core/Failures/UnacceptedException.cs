namespace PrivateLinkPg.Failures;

/// <summary>A change was cancelled, such as by the end of its time, before Azure had accepted it.</summary>
/// <param name="request">Method and path of the request.</param>
/// <param name="progress">How far it had come.</param>
/// <param name="cause">What the caller was told.</param>
internal sealed class UnacceptedException(string request, RequestProgress progress, OperationCanceledException cause)
    : OperationCanceledException(cause.Message, cause, cause.CancellationToken)
{
    public string Request { get; } = request;

    public RequestProgress Progress { get; } = progress;
}
