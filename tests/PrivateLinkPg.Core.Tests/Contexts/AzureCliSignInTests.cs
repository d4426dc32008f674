using System.Text;
using PrivateLinkPg.Contexts;

namespace PrivateLinkPg.Core.Tests.Contexts;

public sealed class AzureCliSignInTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_default_subscription_is_read_from_Azure_CLIs_profile()
    {
        // With the byte order mark that Azure CLI writes.
        File.WriteAllText(_path, """{"subscriptions":[{"id":"1","isDefault":false},{"id":"2","isDefault":true}]}""", Encoding.UTF8);

        Assert.Equal("2", new AzureCliSignIn(_path).DefaultSubscription);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"subscriptions":{}}""")]
    [InlineData("""{"subscriptions":[1]}""")]
    [InlineData("""{"subscriptions":[{"isDefault":"yes"}]}""")]
    [InlineData("""{"subscriptions":[{"isDefault":true}]}""")]
    public void A_profile_that_tells_nothing_is_no_error(string profile)
    {
        File.WriteAllText(_path, profile);

        Assert.Null(new AzureCliSignIn(_path).DefaultSubscription);
    }

    [Fact]
    public void Nor_is_one_that_is_not_there() => Assert.Null(new AzureCliSignIn(_path + ".missing").DefaultSubscription);
}
