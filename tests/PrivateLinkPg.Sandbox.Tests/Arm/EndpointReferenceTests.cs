using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>What an endpoint refers to: it must be there to stay, in the right place, and the caller's to use.</summary>
public class EndpointReferenceTests : TimedSandbox
{
    private const string Network = SandboxFixture.Network;

    private string Net => Host.Ready.Resources.ClientNetwork.Split("/virtualNetworks/")[0];

    private string Foreign => $"/subscriptions/{Host.Ready.Subscriptions.Development}/resourceGroups/rg-data/providers/Microsoft.Network";

    private string Endpoint => $"{Net}/privateEndpoints/pe?{Network}";

    private string Body(string? securityGroup = null)
    {
        var body = JsonNode.Parse(SandboxFixture.EndpointBody(Host.Ready.Resources.FlexibleServer, Host.Ready.Resources.ClientSubnet, isManual: true))!;
        if (securityGroup is not null) body["properties"]!["applicationSecurityGroups"] = new JsonArray(new JsonObject { ["id"] = securityGroup });
        return body.ToJsonString();
    }

    private async Task<string> NewSecurityGroupAsync(string parent, string name, string location = "japaneast")
    {
        var id = $"{parent}/applicationSecurityGroups/{name}";
        Assert.Equal(201, (await Client.PutAsync($"{id}?{Network}", $$"""{"location":"{{location}}"}""")).Status);
        Time.Advance(Duration);
        return id;
    }

    /// <summary>By a caller who owns the client's subscription and nothing else.</summary>
    private async Task<ArmResponse> PutAsync(string securityGroup)
    {
        using var consumer = await ArmClient.SignInAsync(Host.Ready, Host.Ready.Principals.Consumer);
        return await consumer.PutAsync(Endpoint, Body(securityGroup));
    }

    private async Task MakeAsync(bool isUpdate)
    {
        if (!isUpdate) return;
        Assert.Equal(201, (await Client.PutAsync(Endpoint, Body())).Status);
        Time.Advance(Duration);
    }

    // What was refused has left no trace.
    private async Task AssertUntouchedAsync(bool isUpdate)
    {
        var endpoint = await Client.GetAsync(Endpoint);
        Assert.Equal(isUpdate ? 200 : 404, endpoint.Status);
        if (isUpdate) Assert.Null(endpoint.Properties["applicationSecurityGroups"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_application_security_group_must_be_there_in_its_region(bool isUpdate)
    {
        await MakeAsync(isUpdate);
        var elsewhere = await NewSecurityGroupAsync(Net, "elsewhere", "eastus");

        foreach (var wrong in new[] { $"{Net}/applicationSecurityGroups/ghost", elsewhere })
        {
            var refused = await PutAsync(wrong);
            Assert.Equal((400, "InvalidResourceReference"), (refused.Status, refused.Code));
            Assert.Contains(wrong, refused.Text, StringComparison.Ordinal);
            await AssertUntouchedAsync(isUpdate);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_application_security_group_must_stay(bool isUpdate)
    {
        await MakeAsync(isUpdate);
        var leaving = await NewSecurityGroupAsync(Net, "leaving");
        await Client.DeleteAsync($"{leaving}?{Network}");

        var refused = await PutAsync(leaving);

        Assert.Equal((409, "AnotherOperationInProgress"), (refused.Status, refused.Code));
        await AssertUntouchedAsync(isUpdate);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_application_security_group_must_be_the_callers_to_join(bool isUpdate)
    {
        await MakeAsync(isUpdate);
        var foreign = await NewSecurityGroupAsync(Foreign, "foreign");

        var refused = await PutAsync(foreign);

        Assert.Equal((403, "LinkedAuthorizationFailed"), (refused.Status, refused.Code));
        Assert.Contains("'Microsoft.Network/applicationSecurityGroups/joinIpConfiguration/action'", refused.Text, StringComparison.Ordinal);
        await AssertUntouchedAsync(isUpdate);
        Assert.Equal(202, (await Client.DeleteAsync($"{foreign}?{Network}")).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_application_security_group_is_joined_in_Azures_spelling(bool isUpdate)
    {
        await MakeAsync(isUpdate);
        var group = await NewSecurityGroupAsync(Net, "Mine");

        Assert.InRange((await PutAsync(group.Replace("Mine", "mINE", StringComparison.Ordinal))).Status, 200, 201);

        Assert.Equal(group, (string?)(await Client.GetAsync(Endpoint)).Properties["applicationSecurityGroups"]![0]!["id"]);
        Assert.Equal((400, "ApplicationSecurityGroupInUse"), Outcome(await Client.DeleteAsync($"{group}?{Network}")));
    }

    [Fact]
    public async Task An_endpoint_is_in_the_subscription_of_its_network()
    {
        var endpoint = $"{Foreign}/privateEndpoints/pe?{Network}";
        using var developer = await ArmClient.SignInAsync(Host.Ready, Host.Ready.Principals.Developer);

        var unknown = await developer.PutAsync(endpoint, Body());
        var refused = await Client.PutAsync(endpoint, Body());

        Assert.Equal((403, "LinkedAuthorizationFailed"), Outcome(unknown));
        Assert.Equal((400, "InvalidResourceReference"), Outcome(refused));
        Assert.Contains("is in another subscription", refused.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await Client.GetAsync(endpoint)).Status);
        Assert.Null((await Client.GetAsync($"{Host.Ready.Resources.ClientSubnet}?{Network}")).Properties["ipConfigurations"]);
    }

    private static (int, string?) Outcome(ArmResponse answer) => (answer.Status, answer.Code);
}
