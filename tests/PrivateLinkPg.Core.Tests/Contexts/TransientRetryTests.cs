using System.Security.Authentication;
using Azure.Core;
using Azure.Core.Pipeline;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Core.Tests.Support;

namespace PrivateLinkPg.Core.Tests.Contexts;

/// <summary>How often a request is sent that nobody answered.</summary>
public sealed class TransientRetryTests
{
    private readonly SkippingClock _clock = new();

    [Fact]
    public async Task A_server_that_is_not_trusted_is_asked_once() =>
        Assert.Equal(1, await TriesAsync(new HttpRequestException(HttpRequestError.SecureConnectionError, "TLS", new AuthenticationException("untrusted"))));

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.ProxyTunnelError)]
    public async Task A_host_that_cannot_be_reached_is_asked_twice(HttpRequestError error) => Assert.Equal(2, await TriesAsync(new HttpRequestException(error, "no way")));

    [Fact]
    public async Task A_line_that_breaks_is_tried_as_often_as_asked_for_after_waits_that_double()
    {
        Assert.Equal(4, await TriesAsync(new HttpRequestException(HttpRequestError.ResponseEnded, "broken")));
        Assert.Equal([0.8, 1.6, 3.2], _clock.Waits.Select(each => each.TotalSeconds).Where(each => each > 0));
    }

    private async Task<int> TriesAsync(HttpRequestException failure)
    {
        int tries = 0;
        using Broken transport = new(() =>
        {
            tries++;
            return new Azure.RequestFailedException(failure.Message, failure);
        });
        HttpPipeline pipeline = new(transport, [new TransientRetry(3, _clock)]);
        using HttpMessage message = pipeline.CreateMessage();
        message.Request.Uri.Reset(new("https://management.azure.com/subscriptions"));
        await Assert.ThrowsAnyAsync<Exception>(() => pipeline.SendAsync(message, CancellationToken.None).AsTask());
        return tries;
    }

    private sealed class Broken(Func<Exception> failure) : HttpClientTransport
    {
        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message) => throw failure();
    }
}
