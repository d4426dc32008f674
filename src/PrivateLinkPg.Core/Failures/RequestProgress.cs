namespace PrivateLinkPg.Failures;

/// <summary>How far a request has come with all its tries, for whoever has to tell why there is no answer in time.</summary>
internal sealed class RequestProgress
{
    private const string Property = "PrivateLinkPg.Progress";

    private bool _sent;

    /// <summary>What it waited for, where it was never sent; else null.</summary>
    public string? WaitedFor { get; private set; } = "a token of the sign-in";

    /// <summary>How the last of its tries ended; null where none has.</summary>
    public string? LastAnswer { get; private set; }

    /// <summary>Follows a message; several one after the other are tries of one request.</summary>
    public void Follow(HttpMessage message) => message.SetProperty(Property, this);

    /// <summary>The one that follows a message.</summary>
    public static RequestProgress? Of(HttpMessage message) =>
        message.TryGetProperty(Property, out object? progress) ? (RequestProgress?)progress : null;

    public void Waits(string cause)
    {
        if (!_sent) WaitedFor = cause;
    }

    public void Sent() => (_sent, WaitedFor) = (true, null);

    public void Ended(string answer) => LastAnswer = answer;
}
