using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>What ARM itself does, whatever the provider.</summary>
public class GatewayTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private readonly ArmClient client = sandbox.Client;

    private string Network => sandbox.Ready.Resources.ClientNetwork;

    private string Subscription => $"/subscriptions/{sandbox.Ready.Subscriptions.Test}";

    [Theory]
    [InlineData("", 400, "MissingApiVersionParameter")]
    [InlineData("?api-version=2099-01-01", 400, "NoRegisteredProviderFound")]
    public async Task The_api_version_is_checked(string query, int status, string code)
    {
        var answer = await client.GetAsync(Network + query);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal("gateway", answer.Header("x-ms-failure-cause"));
    }

    [Theory]
    [InlineData("/subscriptions/not-a-guid/resourceGroups?api-version=2021-04-01", 400, "InvalidSubscriptionId")]
    [InlineData("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups?api-version=2021-04-01", 404, "SubscriptionNotFound")]
    [InlineData("{sub}/resourceGroups/absent?api-version=2021-04-01", 404, "ResourceGroupNotFound")]
    [InlineData("{sub}/resourceGroups/absent/providers/Microsoft.Network/virtualNetworks/v?api-version=2025-01-01", 404, "ResourceGroupNotFound")]
    [InlineData("{sub}/resourceGroups/rg-client/providers/Microsoft.Network/virtualNetworks/v?api-version=2025-01-01", 404, "ResourceNotFound")]
    [InlineData("{sub}/resourceGroups/rg-client/providers/Microsoft.Network/gadgets/v?api-version=2025-01-01", 404, "InvalidResourceType")]
    [InlineData("{sub}/resourceGroups/rg-client/providers/Contoso.Things/gadgets/v?api-version=2025-01-01", 404, "InvalidResourceNamespace")]
    public async Task What_is_not_there_is_refused_by_its_name(string path, int status, string code)
    {
        var answer = await client.GetAsync(path.Replace("{sub}", Subscription, StringComparison.Ordinal));

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("privateEndpoints/none/privateDnsZoneGroups/default", "privateEndpoints/none", "privateEndpoints/privateDnsZoneGroups")]
    [InlineData("virtualNetworks/none/subnets", "virtualNetworks/none", "virtualNetworks/subnets")]
    [InlineData("privateDnsZones/none.example.com/A/www", "privateDnsZones/none.example.com", "privateDnsZones/A")]
    [InlineData("privateDnsZones/none.example.com/ALL", "privateDnsZones/none.example.com", "privateDnsZones/ALL")]
    public async Task What_lies_in_something_that_is_not_there_is_refused_by_the_parent(string path, string parent, string type)
    {
        var version = path.StartsWith("privateDns", StringComparison.Ordinal) ? SandboxFixture.Dns : SandboxFixture.Network;
        var answer = await client.GetAsync($"{sandbox.ClientGroup}/providers/Microsoft.Network/{path}?{version}");

        Assert.Equal((404, "ParentResourceNotFound"), (answer.Status, answer.Code));
        Assert.Equal($"Failed to perform 'read' on resource(s) of type '{type}', because the parent resource "
            + $"'{sandbox.ClientGroup}/providers/Microsoft.Network/{parent}' could not be found.", (string?)answer.Body!["error"]!["message"]);
    }

    [Fact]
    public async Task A_child_that_is_not_there_is_named_with_its_types_and_names_in_turn()
    {
        var answer = await client.GetAsync($"{Network}/subnets/none?{SandboxFixture.Network}");

        Assert.Equal((404, "ResourceNotFound"), (answer.Status, answer.Code));
        Assert.Equal("The Resource 'Microsoft.Network/virtualNetworks/vnet-client/subnets/none' under resource group 'rg-client' was not found. "
            + "For more details please go to https://aka.ms/ARMResourceNotFoundFix", (string?)answer.Body!["error"]!["message"]);
    }

    [Theory]
    [InlineData("POST", "{vnet}", "DELETE, GET, HEAD, PATCH, PUT")]
    [InlineData("PUT", "{sub}/resourceGroups", "GET")]
    [InlineData("PATCH", "{vnet}/subnets/snet-client", "DELETE, GET, HEAD, PUT")]
    [InlineData("DELETE", "{vnet}/providers/Microsoft.Authorization/permissions", "GET")]
    public async Task A_method_that_a_known_path_does_not_have_is_refused_as_such(string method, string path, string allowed)
    {
        var answer = await client.SendAsync(method, $"{path.Replace("{vnet}", Network, StringComparison.Ordinal).Replace("{sub}", Subscription, StringComparison.Ordinal)}?{SandboxFixture.Network}", "{}");

        Assert.Equal(405, answer.Status);
        Assert.Equal(allowed, string.Join(", ", answer.Header("Allow")!.Split(", ").Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("/no/such/path", "NotFound")]
    [InlineData("{vnet}/providers/Microsoft.Authorization/gadgets/g", "InvalidResourceType")]
    [InlineData("{vnet}/providers/Contoso.Things/gadgets/g", "InvalidResourceNamespace")]
    [InlineData("{vnet}/providers/Contoso.Things/gadgets/g.1", "InvalidResourceNamespace")]
    [InlineData("{group}/providers/Microsoft.Network/dnsZones/example.com", "InvalidResourceType")]
    [InlineData("/providers/Microsoft.Network", "NotFound")]
    public async Task Who_calls_and_in_which_version_comes_before_what_is_not_known(string path, string code)
    {
        path = path.Replace("{vnet}", Network, StringComparison.Ordinal).Replace("{group}", sandbox.ClientGroup, StringComparison.Ordinal);
        using var stranger = await ArmClient.SignInAsync(sandbox.Ready);
        stranger.UseToken(null);

        Assert.Equal(401, (await stranger.GetAsync($"{path}?{SandboxFixture.Network}")).Status);
        var unversioned = await client.GetAsync(path);
        Assert.Equal((400, "MissingApiVersionParameter"), (unversioned.Status, unversioned.Code));
        var answer = await client.GetAsync($"{path}?{SandboxFixture.Network}");
        Assert.Equal((404, code), (answer.Status, answer.Code));
        Assert.Equal(401, (await stranger.PostAsync($"{Network}?{SandboxFixture.Network}")).Status);
    }

    [Fact]
    public async Task Paths_match_in_any_case_and_with_doubled_slashes_and_answers_have_azures_casing()
    {
        var plain = await client.GetAsync($"{Network}?{SandboxFixture.Network}");
        var odd = await client.GetAsync($"{Network.ToLowerInvariant().Replace("/microsoft.network/", "/MICROSOFT.NETWORK//", StringComparison.Ordinal)}?{SandboxFixture.Network}");

        Assert.Equal(plain.Text, odd.Text);
        Assert.Equal(Network, (string?)odd.Body!["id"]);
    }

    [Fact]
    public async Task A_slash_at_the_end_of_a_path_changes_nothing()
    {
        var linkResource = $"{sandbox.Ready.Resources.FlexibleServer}/privateLinkResources/postgresqlServer";
        var group = $"{sandbox.ClientGroup}/providers/Microsoft.Network/applicationSecurityGroups";
        foreach (var (path, version) in new[] { (Network, SandboxFixture.Network), (linkResource, SandboxFixture.Postgres), (group, SandboxFixture.Network) })
            Assert.Equal((await client.GetAsync($"{path}?{version}")).Text, (await client.GetAsync($"{path}/?{version}")).Text);

        var made = await client.PutAsync($"{group}/asg-slash//?{SandboxFixture.Network}", """{"location":"japaneast"}""");

        Assert.Equal((201, $"{group}/asg-slash"), (made.Status, (string?)made.Body!["id"]));
    }

    [Theory]
    [InlineData("{", "InvalidRequestContent")]
    [InlineData("[]", "InvalidRequestContent")]
    [InlineData("{}", "LocationRequired")]
    [InlineData("""{"location":5}""", "InvalidRequestContent")]
    [InlineData("""{"location":"atlantis"}""", "LocationNotAvailableForResourceType")]
    public async Task A_body_that_makes_no_sense_is_refused(string body, string code)
    {
        var answer = await client.PutAsync($"{Network}-new?{SandboxFixture.Network}", body);

        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_provider_must_be_registered_before_its_resources_are_written()
    {
        var path = $"{sandbox.ClientGroup}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-unregistered?{SandboxFixture.Postgres}";
        await client.PostAsync($"{Subscription}/providers/Microsoft.DBforPostgreSQL/unregister?{SandboxFixture.Resources}");

        var refused = await client.PutAsync(path, """{"location":"japaneast"}""");
        Assert.Equal((409, "MissingSubscriptionRegistration"), (refused.Status, refused.Code));
        Assert.Null(refused.Header("Retry-After"));
        var state = await client.GetAsync($"{Subscription}/providers/Microsoft.DBforPostgreSQL?{SandboxFixture.Resources}");
        Assert.Equal("NotRegistered", (string?)state.Body!["registrationState"]);

        await client.PostAsync($"{Subscription}/providers/microsoft.dbforpostgresql/register?api-version=2016-02-01");
        Assert.Equal(202, (await client.PutAsync(path, """{"location":"japaneast"}""")).Status);
    }

    [Fact]
    public async Task Lists_come_in_pages_that_together_are_the_whole()
    {
        var all = (await client.GetAsync($"{Subscription}/resources?{SandboxFixture.Resources}")).Body!["value"]!.AsArray().Select(item => (string)item!["id"]!).ToList();
        var gathered = new List<string>();
        for (var next = $"{Subscription}/resources?{SandboxFixture.Resources}&$top=3"; next is not null;)
        {
            var page = await client.GetAsync(next);
            Assert.InRange(page.Body!["value"]!.AsArray().Count, 1, 3);
            gathered.AddRange(page.Body!["value"]!.AsArray().Select(item => (string)item!["id"]!));
            next = (string?)page.Body!["nextLink"];
        }

        Assert.Equal(all, gathered);
    }

    [Fact]
    public async Task Resources_are_filtered_and_expanded()
    {
        var answer = await client.GetAsync($"{Subscription}/resources?{SandboxFixture.Resources}"
            + "&$filter=resourceGroup eq 'RG-CLIENT' and resourceType eq 'Microsoft.Network/virtualNetworks' and name eq 'vnet-client'&$expand=createdTime,provisioningState");

        var item = Assert.Single(answer.Body!["value"]!.AsArray())!;
        Assert.Equal(Network, (string?)item["id"]);
        Assert.Equal("Succeeded", (string?)item["provisioningState"]);
        Assert.NotNull(item["createdTime"]);
        Assert.Equal(400, (await client.GetAsync($"{Subscription}/resources?{SandboxFixture.Resources}&$filter=tagName eq 5")).Status);
    }

    [Fact]
    public async Task Endpoint_metadata_is_one_object_in_the_old_versions_and_a_list_in_the_new()
    {
        client.UseToken(null);
        foreach (var version in new[] { "1.0", "2015-01-01" })
        {
            var old = await client.GetAsync($"{sandbox.Ready.ArmEndpoint}/metadata/endpoints?api-version={version}");
            Assert.NotNull(old.Body!["authentication"]!["audiences"]![0]);
            Assert.NotNull(old.Body!["galleryEndpoint"]);
            Assert.NotNull(old.Body!["authentication"]!["loginEndpoint"]);
        }
        foreach (var version in new[] { "2019-05-01", "2022-09-01" })
        {
            var cloud = Assert.Single((await client.GetAsync($"metadata/endpoints?api-version={version}")).Body!.AsArray())!;
            Assert.Equal(sandbox.Ready.ArmEndpoint.TrimEnd('/'), (string?)cloud["resourceManager"]);
            Assert.NotNull(cloud["authentication"]!["audiences"]![0]);
        }
        client.UseToken(await client.GetTokenAsync(sandbox.Ready, sandbox.Ready.ArmEndpoint));
    }

    [Fact]
    public async Task Management_is_not_to_be_had_without_tls()
    {
        using var plain = new HttpClient();
        var identity = new Uri(sandbox.Ready.IdentityEndpoint);
        using var answer = await plain.GetAsync(new Uri(identity, "/subscriptions?api-version=2022-12-01"));

        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_group_goes_with_everything_in_it_unless_something_outside_holds_on()
    {
        var group = $"{Subscription}/resourceGroups/rg-goes";
        await client.PutAsync($"{group}?{SandboxFixture.Resources}", """{"location":"Japan East"}""");
        await client.CreateAsync($"{group}/providers/Microsoft.Network/virtualNetworks/vnet?{SandboxFixture.Network}",
            """{"location":"japaneast","properties":{"addressSpace":{"addressPrefixes":["10.8.0.0/16"]},"subnets":[{"name":"s","properties":{"addressPrefix":"10.8.0.0/24"}}]}}""");
        var outside = $"{sandbox.EndpointId("pe-holds")}?{SandboxFixture.Network}";
        await client.CreateAsync(outside, SandboxFixture.EndpointBody(sandbox.Ready.Resources.FlexibleServer, $"{group}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/s"));

        Assert.Equal(409, (await client.FollowAsync(await client.DeleteAsync($"{group}?{SandboxFixture.Resources}"))).Status);
        await client.SucceedAsync(await client.DeleteAsync(outside));
        Assert.Equal(200, (await client.FollowAsync(await client.DeleteAsync($"{group}?{SandboxFixture.Resources}"))).Status);

        Assert.Equal(404, (await client.SendAsync("HEAD", $"{group}?{SandboxFixture.Resources}", null)).Status);
    }

    [Fact]
    public async Task Buckets_empty_and_fill_again_with_time()
    {
        var time = new ManualTime();
        await using var host = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, Buckets = true, Clock = time });
        using var other = await ArmClient.SignInAsync(host.Ready);
        var path = $"{host.Ready.Resources.ClientNetwork.Split("/providers/")[0]}?{SandboxFixture.Resources}";
        for (var i = 0; i < 200; i++)
        {
            var written = await other.PutAsync(path, """{"location":"japaneast"}""");
            Assert.Equal((200, $"{199 - i}"), (written.Status, written.Header("x-ms-ratelimit-remaining-subscription-writes")));
        }

        var refused = await other.PutAsync(path, """{"location":"japaneast"}""");
        Assert.Equal((429, "SubscriptionRequestsThrottled", "1"), (refused.Status, refused.Code, refused.Header("Retry-After")));
        Assert.Equal(200, (await other.GetAsync(path)).Status);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("9", (await other.PutAsync(path, """{"location":"japaneast"}""")).Header("x-ms-ratelimit-remaining-subscription-writes"));
    }

    [Fact]
    public async Task The_log_keeps_what_was_sent_but_no_secret()
    {
        await client.PutAsync($"{sandbox.ClientGroup}/providers/Microsoft.DBforPostgreSQL/flexibleServers/pg-secret?{SandboxFixture.Postgres}",
            """{"location":"japaneast","properties":{"administratorLogin":"me","administratorLoginPassword":"hunter2"}}""");

        var logged = sandbox.Host.Log.Requests.Last(request => request.Path.EndsWith("/pg-secret", StringComparison.Ordinal));
        Assert.Equal(("PUT", 202), (logged.Method, logged.Status));
        Assert.Equal("me", (string?)logged.Body!["properties"]!["administratorLogin"]);
        Assert.DoesNotContain("hunter2", logged.Body!.ToJsonString());
    }

    [Fact]
    public async Task Every_form_of_the_token_endpoint_is_answered()
    {
        using var plain = new HttpClient();
        var ready = sandbox.Ready;
        var appService = new HttpRequestMessage(HttpMethod.Get, $"{ready.IdentityEndpoint}?api-version=2019-08-01&resource=https://r");
        appService.Headers.Add("X-IDENTITY-HEADER", ready.IdentityHeader);
        var older = new HttpRequestMessage(HttpMethod.Get, $"{ready.IdentityEndpoint}/?resource=https://r&api-version=2017-09-01");
        older.Headers.Add("secret", ready.IdentityHeader);
        var extension = new HttpRequestMessage(HttpMethod.Post, ready.IdentityEndpoint) { Content = new FormUrlEncodedContent([new("resource", "https://r")]) };
        extension.Headers.Add("Metadata", "true");

        foreach (var request in new[] { appService, older, extension })
        {
            using var answer = await plain.SendAsync(request);
            var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.Equal(3, ((string)body["access_token"]!).Split('.').Length);
            Assert.Equal(("Bearer", "https://r"), ((string)body["token_type"]!, (string)body["resource"]!));
            Assert.NotNull(body["expires_on"]);
        }
        using var bare = await plain.GetAsync(new Uri($"{ready.IdentityEndpoint}?api-version=2019-08-01&resource=https://r"));
        Assert.Equal(401, (int)bare.StatusCode);
    }
}
