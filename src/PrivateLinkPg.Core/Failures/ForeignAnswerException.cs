namespace PrivateLinkPg.Failures;

/// <summary>Something between here and Azure answered in Azure's place: a proxy, a firewall, a captive portal.</summary>
/// <param name="host">Who was asked: host and port.</param>
/// <param name="request">Method and path.</param>
/// <param name="answer">What came, in words: "403 with a page titled 'Blocked'".</param>
internal sealed class ForeignAnswerException(string host, string request, string answer)
    : Exception($"{request} at {host} was answered {answer}.")
{
    public string Host { get; } = host;
}
