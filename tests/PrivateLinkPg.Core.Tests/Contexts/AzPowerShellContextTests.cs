using PrivateLinkPg.Contexts;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Core.Tests.Contexts;

public sealed class AzPowerShellContextTests
{
    private readonly FakePowerShellSession _session = new();

    [Fact]
    public void A_live_context_gives_account_subscription_tenant_and_cloud()
    {
        AzPowerShellContext context = Read(AzObjects.Context())!;

        Assert.Equal("me@contoso.com", context.Account);
        Assert.Equal("User", context.AccountType);
        Assert.Equal(AzObjects.Development, context.SubscriptionId);
        Assert.Equal("development", context.SubscriptionName);
        Assert.Equal(AzObjects.Tenant, context.TenantId);
        Assert.Equal("AzureCloud", context.Cloud.Name);
        Assert.Equal("https://management.core.windows.net/", context.Cloud.Audience);
        Assert.Equal("postgres.database.azure.com", context.Cloud.PostgreSqlSuffix);
    }

    [Fact]
    public void A_profile_gives_its_current_context()
    {
        Assert.Equal("me@contoso.com", Read(new { Context = AzObjects.Context() })!.Account);
        Assert.Equal("me@contoso.com", Read(new { DefaultContext = AzObjects.Context() })!.Account);
    }

    [Fact]
    public void Get_AzAccessToken_is_given_the_context_and_not_the_profile()
    {
        object inner = AzObjects.Context();

        Assert.Same(inner, Read(new { Context = inner })!.Original);
    }

    [Fact]
    public void A_context_without_subscription_is_usable()
    {
        AzPowerShellContext context = Read(AzObjects.WithoutSubscription)!;

        Assert.Null(context.SubscriptionId);
        Assert.Null(context.SubscriptionName);
        Assert.Equal(AzObjects.Tenant, context.TenantId);
    }

    [Theory]
    [InlineData("own", "of-subscription", "own")]
    [InlineData(null, "of-subscription", "of-subscription")]
    [InlineData(null, null, null)]
    public void The_tenant_is_the_contexts_own_else_its_subscriptions(string? own, string? ofSubscription, string? tenant) => Assert.Equal(tenant, Read(new Dictionary<string, object?>
    {
        ["Account"] = new Dictionary<string, object?> { ["Id"] = "me", ["Type"] = null },
        ["Tenant"] = own is null ? null : new Dictionary<string, object?> { ["Id"] = own },
        ["Subscription"] = ofSubscription is null ? null : new Dictionary<string, object?> { ["Id"] = AzObjects.Development, ["TenantId"] = ofSubscription },
    })!.TenantId);

    [Fact]
    public void A_deeply_deserialised_context_gives_the_same()
    {
        AzPowerShellContext context = Read(new Dictionary<string, object?>
        {
            ["Account"] = new Dictionary<string, object?> { ["Id"] = "app", ["Type"] = "ServicePrincipal" },
            ["Tenant"] = new Dictionary<string, object?> { ["Id"] = AzObjects.Tenant },
            ["Subscription"] = new Dictionary<string, object?> { ["Id"] = AzObjects.Development, ["Name"] = "development" },
            ["Environment"] = new Dictionary<string, object?> { ["Name"] = "AzureChinaCloud", ["ResourceManagerUrl"] = "https://management.chinacloudapi.cn/" },
        })!;

        Assert.Equal(("app", "ServicePrincipal", AzObjects.Tenant, AzObjects.Development), (context.Account, context.AccountType, context.TenantId, context.SubscriptionId));
        Assert.Equal("postgres.database.chinacloudapi.cn", context.Cloud.PostgreSqlSuffix);
    }

    [Fact]
    public void A_shallowly_deserialised_context_has_only_the_ids_as_text_and_is_usable()
    {
        AzPowerShellContext context = Read(new Dictionary<string, object?>
        {
            ["Account"] = "me@contoso.com", ["Tenant"] = AzObjects.Tenant, ["Subscription"] = AzObjects.Development, ["Environment"] = "AzureUSGovernment",
        })!;

        Assert.Equal(("me@contoso.com", AzObjects.Tenant, AzObjects.Development), (context.Account, context.TenantId, context.SubscriptionId));
        Assert.Null(context.SubscriptionName);
        Assert.Equal("https://management.usgovcloudapi.net/", context.Cloud.ResourceManager.AbsoluteUri);
    }

    [Theory]
    [InlineData("ManagedService", "ManagedIdentity")]
    [InlineData("ServicePrincipal", "ServicePrincipal")]
    [InlineData("ClientAssertion", "ServicePrincipal")]
    [InlineData("User", "User")]
    [InlineData("AccessToken", "AccessToken")]
    public void The_account_types_of_Az_have_our_names(string az, string ours) =>
        Assert.Equal(ours, Read(AzObjects.Context(type: az))!.AccountType);

    [Fact]
    public void An_environment_of_the_users_own_keeps_its_endpoints()
    {
        object environment = new
        {
            Name = "plant", ResourceManagerUrl = "https://arm.plant.example/", ActiveDirectoryAuthority = "https://login.plant.example/",
            ActiveDirectoryServiceEndpointResourceId = "https://management.plant.example/abc",
        };

        AzureCloud cloud = Read(AzObjects.Context(environment: environment))!.Cloud;

        Assert.Equal("plant", cloud.Name);
        Assert.Equal("https://arm.plant.example/", cloud.ResourceManager.AbsoluteUri);
        Assert.Equal("https://management.plant.example/abc", cloud.Audience);
        Assert.Equal("https://login.plant.example/", cloud.Authority!.AbsoluteUri);
    }

    [Fact]
    public void Where_only_a_name_is_left_of_an_environment_the_session_is_asked_for_it()
    {
        _session.With("Get-AzEnvironment", asked => (string)asked["Name"]! == "plant" ? new { Name = "plant", ResourceManagerUrl = "https://arm.plant.example/" } : null);

        Assert.Equal("https://arm.plant.example/", Read(AzObjects.Context(environment: "plant"))!.Cloud.ResourceManager.AbsoluteUri);
    }

    [Fact]
    public void An_environment_that_nobody_knows_is_an_error_and_never_taken_for_the_public_cloud()
    {
        CommandFailedException unknown = Assert.Throws<CommandFailedException>(() => Read(AzObjects.Context(environment: "plant")));

        Assert.Equal("EnvironmentUnknown", unknown.Failure.Id);
    }

    [Fact]
    public void What_serialisation_left_of_a_PgAzureContext_holds_no_sign_in() => Assert.Null(Read(new Dictionary<string, object?>
    {
        ["Account"] = "me@contoso.com", ["TenantId"] = AzObjects.Tenant, ["Environment"] = "AzureCloud", ["ResourceManagerUrl"] = "https://management.azure.com/",
    }));

    [Theory]
    [InlineData("text")]
    [InlineData(5)]
    public void Something_else_is_no_context(object given) => Assert.Null(Read(given));

    [Fact]
    public void A_context_that_nobody_is_signed_in_with_is_none() => Assert.Null(Read(new { Context = new { Account = (object?)null } }));

    private AzPowerShellContext? Read(object given) => new AzPowerShell(_session).Read(given);
}
