using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Arm;

public sealed class ListTests
{
    private const string Second = "https://management.azure.com/subscriptions?$skiptoken=a%2Fb&api-version=2022-12-01";
    private readonly List<string> _asked = [];

    [Theory]
    [InlineData("{\"value\":[{\"id\":\"/subscriptions/2\",\"subscriptionId\":\"2\",\"displayName\":\"two\"}]}")]
    [InlineData("{\"value\":[{\"id\":\"/subscriptions/2\",\"subscriptionId\":\"2\",\"displayName\":\"two\"}],\"nextLink\":null}")]
    [InlineData("{\"value\":[{\"id\":\"/subscriptions/2\",\"subscriptionId\":\"2\",\"displayName\":\"two\"}],\"nextLink\":\"\"}")]
    public async Task A_list_goes_on_at_its_link_byte_for_byte_and_ends_where_there_is_none(string last)
    {
        Assert.Equal(["1", "2"], await ListAsync(Page(Second), new(200, last)));
        Assert.Equal("GET " + Second, Assert.Single(_asked.Skip(1)));
    }

    [Theory]
    [InlineData("https://evil.example/subscriptions?page=2", "UntrustedOperationUrl")]
    [InlineData("https://management.azure.com:8443/subscriptions?page=2", "UntrustedOperationUrl")]
    [InlineData("http://management.azure.com/subscriptions?page=2", "UntrustedOperationUrl")]
    [InlineData("http://management.azure.com:443/subscriptions?page=2", "UntrustedOperationUrl")]
    [InlineData("https://evilmanagement.azure.com/subscriptions?page=2", "UntrustedOperationUrl")]
    [InlineData("https://management.azure.com.evil.example/subscriptions?page=2", "UntrustedOperationUrl")]
    [InlineData("https://management.azure.com@evil.example/subscriptions?page=2", "UntrustedOperationUrl")]
    [InlineData("https://azure.com/subscriptions?page=2", "UntrustedOperationUrl")]
    [InlineData("/subscriptions?page=2", "LinkUnreadable")]
    [InlineData("page 2", "LinkUnreadable")]
    [InlineData(" ", "LinkUnreadable")]
    public async Task No_token_goes_where_a_link_leads_out_of_this_Azure_or_nowhere(string link, string failure)
    {
        CommandFailedException refused = await Assert.ThrowsAsync<CommandFailedException>(() => ListAsync(Page(link)));
        Assert.Equal(failure, refused.Failure.Id);
        Assert.Single(_asked);
    }

    private static Answer Page(string link) =>
        new(200, $$"""{"value":[{"id":"/subscriptions/1","subscriptionId":"1","displayName":"one"}],"nextLink":"{{link}}"}""");

    private async Task<IReadOnlyList<string>> ListAsync(params Answer[] script)
    {
        ScriptedTransport azure = new(script) { Inspect = request => _asked.Add($"{request.Method} {request.Uri.ToUri().OriginalString}") };
        ArmPipeline pipeline = new(Connection, _ => { }, azure);
        List<string> ids = [];
        await foreach (Subscription one in pipeline.ListAsync("/subscriptions", "2022-12-01", WireJson.Default.ArmPageSubscription, CancellationToken.None))
            ids.Add(one.SubscriptionId);
        return ids;
    }
}
