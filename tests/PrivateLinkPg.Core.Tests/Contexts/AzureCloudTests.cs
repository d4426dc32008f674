using PrivateLinkPg.Contexts;

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

    private static AzureCloud Read(string answer) => CloudDiscovery.Read(BinaryData.FromString(answer), Plant);
}
