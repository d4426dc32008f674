using PrivateLinkPg.Contexts;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Core.Tests.Contexts;

public sealed class AzureCloudTests
{
    private static readonly Uri Plant = new("https://arm.plant.example/");

    [Theory]
    [InlineData("AzureCloud", "privatelink.postgres.database.azure.com")]
    [InlineData("AzureUSGovernment", "privatelink.postgres.database.usgovcloudapi.net")]
    [InlineData("AzureChinaCloud", "privatelink.postgres.database.chinacloudapi.cn")]
    public async Task Each_known_cloud_has_its_own_private_zone(string name, string zone) =>
        Assert.Equal(zone, (await new CloudChoice(name, null, null).FindAsync(CancellationToken.None)).PostgreSqlPrivateZone);

    [Fact]
    public async Task The_url_of_a_known_cloud_is_that_cloud() =>
        Assert.Equal("AzureChinaCloud", (await new CloudChoice(null, "https://management.chinacloudapi.cn", null).FindAsync(CancellationToken.None)).Name);

    [Fact]
    public void An_endpoint_describes_itself()
    {
        AzureCloud cloud = Read("""
            { "name": "plant", "resourceManager": "https://arm.plant.example/", "ossrDbmsResourceId": "https://ossrdbms.plant.example",
              "authentication": { "loginEndpoint": "https://login.plant.example/", "audiences": ["https://management.plant.example/abc"] },
              "suffixes": { "postgresqlServerEndpoint": ".postgres.plant.example" } }
            """);

        Assert.Equal(
            new AzureCloud("plant", Plant, "https://management.plant.example/abc", new("https://login.plant.example/"), "postgres.plant.example", "https://ossrdbms.plant.example"),
            cloud);
    }

    [Fact]
    public void Of_several_audiences_the_endpoints_own_url_is_taken() => Assert.Equal(
        "https://arm.plant.example",
        Read("""{ "authentication": { "audiences": ["https://management.core.windows.net/", "https://arm.plant.example"] } }""").Audience);

    [Fact]
    public void In_a_list_the_endpoints_own_entry_is_taken() => Assert.Equal(
        "plant",
        Read("""[{ "name": "AzureCloud", "resourceManager": "https://management.azure.com/" }, { "name": "plant", "resourceManager": "https://arm.plant.example" }]""").Name);

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("""{ "name": 1, "authentication": [], "suffixes": null }""")]
    public void An_endpoint_that_tells_nothing_takes_tokens_for_its_own_url(string answer)
    {
        AzureCloud cloud = Read(answer);

        Assert.Equal("https://arm.plant.example/", cloud.Audience);
        Assert.Null(cloud.Authority);
        Assert.Equal("postgres.database.azure.com", cloud.PostgreSqlSuffix);
    }

    // Whom a token is asked of, for what, and where it goes; the suffix tells which known cloud the rest is of.
    [Theory]
    [InlineData("azurecloud", null, null, null, "AzureCloud", "https://management.azure.com/", "https://management.azure.com/", "https://login.microsoftonline.com/", "postgres.database.azure.com")]
    [InlineData("AzureCloud", "https://management.azure.com/", null, null, "AzureCloud", "https://management.azure.com/", "https://management.azure.com/", "https://login.microsoftonline.com/", "postgres.database.azure.com")]
    [InlineData("AzureCloud", "https://arm.other.example/", null, null, "AzureCloud", "https://arm.other.example/", "https://arm.other.example/", null, "postgres.database.azure.com")]
    [InlineData("AzureCloud", "https://arm.other.example/", "other", "https://login.other.example/", "AzureCloud", "https://arm.other.example/", "other", "https://login.other.example/", "postgres.database.azure.com")]
    [InlineData("AzureUSGovernment", null, null, "https://login.other.example/", "AzureUSGovernment", "https://management.usgovcloudapi.net/", "https://management.usgovcloudapi.net/", "https://login.other.example/", "postgres.database.usgovcloudapi.net")]
    [InlineData("plant", "https://arm.plant.example/", null, "https://login.chinacloudapi.cn/", "plant", "https://arm.plant.example/", "https://arm.plant.example/", "https://login.chinacloudapi.cn/", "postgres.database.chinacloudapi.cn")]
    [InlineData("plant", "https://arm.plant.example/", null, null, "plant", "https://arm.plant.example/", "https://arm.plant.example/", null, "postgres.database.azure.com")]
    public void A_context_names_whom_tokens_are_for(
        string name, string? endpoint, string? audience, string? authority, string known, string asked, string tokens, string? signIn, string suffix)
    {
        AzureCloud cloud = AzureCloud.From(name, endpoint, audience, authority)!;
        Assert.Equal(
            (known, asked, tokens, signIn, suffix),
            (cloud.Name, cloud.ResourceManager.AbsoluteUri, cloud.Audience, cloud.Authority?.AbsoluteUri, cloud.PostgreSqlSuffix));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no url")]
    public void No_token_is_sent_on_a_guess(string? endpoint) => Assert.Null(AzureCloud.From("plant", endpoint, "audience", "https://login.microsoftonline.com/"));

    [Fact]
    public async Task A_name_that_nobody_knows_is_none() => Assert.Equal(
        nameof(Failure.EnvironmentUnknown), (await Assert.ThrowsAsync<CommandFailedException>(() => new CloudChoice("plant", null, null).FindAsync(CancellationToken.None))).Failure.Id);

    [Fact]
    public async Task Authorities_are_read_before_anything_is_asked() => await Assert.ThrowsAsync<CommandFailedException>(
        () => new CloudChoice("AzureCloud", null, "/nowhere/authority.pem").FindAsync(CancellationToken.None));

    private static AzureCloud Read(string answer) => CloudDiscovery.Read(BinaryData.FromString(answer), Plant);
}
