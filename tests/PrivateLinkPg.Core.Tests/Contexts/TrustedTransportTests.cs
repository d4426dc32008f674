using Azure.Core;
using Azure.Core.Pipeline;
using PrivateLinkPg.Contexts;

namespace PrivateLinkPg.Core.Tests.Contexts;

public sealed class TrustedTransportTests
{
    [Fact]
    public async Task A_cookie_of_one_request_goes_along_with_no_other()
    {
        await using AzureStandIn azure = new();
        await azure.StartAsync();

        Assert.StartsWith("x-ms-gateway-slice=of-one-account", await GetAsync(azure), StringComparison.Ordinal);
        await GetAsync(azure);

        Assert.Equal(["", ""], azure.Requests.Select(request => request.Cookie));
    }

    private static async Task<string> GetAsync(AzureStandIn azure)
    {
        HttpPipelineTransport transport = TrustedTransport.For(azure.CaCertificate);
        using HttpMessage message = new(transport.CreateRequest(), new ResponseClassifier());
        message.Request.Uri.Reset(new Uri(new Uri(azure.Url), "subscriptions"));
        await transport.ProcessAsync(message);
        return message.Response.Headers.TryGetValue("Set-Cookie", out string? cookie) ? cookie : "";
    }
}
