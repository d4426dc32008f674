namespace PrivateLinkPg.Failures;

/// <summary>A change was cancelled, such as by the end of its time, before Azure had accepted it.</summary>
/// <param name="request">Method and path of the request.</param>
/// <param name="lastAnswer">How the last of its tries ended; null where none has.</param>
/// <param name="cause">What the caller was told.</param>
internal sealed class UnacceptedException(string request, string? lastAnswer, OperationCanceledException cause)
    : OperationCanceledException(cause.Message, cause, cause.CancellationToken)
{
    public string Request { get; } = request;

    public string? LastAnswer { get; } = lastAnswer;
}
