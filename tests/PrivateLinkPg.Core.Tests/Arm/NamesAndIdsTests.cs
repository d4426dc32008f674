using PrivateLinkPg.Arm;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Core.Tests.Arm;

public sealed class NamesAndIdsTests
{
    private const string Group = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg";
    private const string Server = Group + "/providers/Microsoft.DBforPostgreSQL/flexibleServers/orders";

    [Theory]
    [InlineData(Server, "Microsoft.DBforPostgreSQL/flexibleServers", "orders")]
    [InlineData("/SUBSCRIPTIONS/11111111-2222-3333-4444-555555555555/RESOURCEGROUPS/rg/PROVIDERS/microsoft.dbforpostgresql/FLEXIBLESERVERS/orders", "Microsoft.DBforPostgreSQL/flexibleServers", "orders")]
    [InlineData(Group + "/providers/Microsoft.DBforPostgreSQL/serverGroupsv2/c1", "Microsoft.DBforPostgreSQL/serverGroupsv2", "c1")]
    [InlineData(Group + "/providers/Microsoft.Network/privateLinkServices/p-abc-rw-internal-lb", "Microsoft.Network/privateLinkServices", "p-abc-rw-internal-lb")]
    [InlineData("p-abc-rw-internal-lb.0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f.japaneast.azure.privatelinkservice", "Microsoft.Network/privateLinkServices", "p-abc-rw-internal-lb")]
    public void A_target_is_an_id_or_an_alias(string text, string type, string name)
    {
        LinkTarget target = LinkTarget.Parse(text);
        Assert.Equal((type, name), (target.Type.ResourceType.ToString(), target.Name));
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("")]
    [InlineData(Group)]
    [InlineData(Group + "/providers/Microsoft.Network/virtualNetworks/v")]
    [InlineData("/subscriptions/not-a-guid/resourceGroups/rg/providers/Microsoft.DBforPostgreSQL/flexibleServers/orders")]
    [InlineData(Server + "/databases/x")]
    [InlineData("service.1234.japaneast.azure.privatelinkservice")]
    public void Anything_else_is_refused_with_what_is_allowed(string text)
    {
        CommandFailure failure = Assert.Throws<CommandFailedException>(() => LinkTarget.Parse(text)).Failure;
        Assert.Equal("InvalidTarget", failure.Id);
        Assert.Contains("flexibleServers/<name>", failure.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vnet-pe", true)]
    [InlineData("a", false)]
    [InlineData("under_score", false)]
    [InlineData("dot.ted", false)]
    [InlineData("1first", false)]
    [InlineData("last-", false)]
    public void PostgreSQL_narrows_the_names_of_endpoints(string name, bool allowed) => Check(allowed, () => AzureNames.CheckEndpoint(name, TargetType.FlexibleServer));

    [Theory]
    [InlineData("under_score.d_", true)]
    [InlineData("1first", true)]
    [InlineData("last-", false)]
    [InlineData("_first", false)]
    public void A_Private_Link_service_takes_all_that_Azure_does(string name, bool allowed) => Check(allowed, () => AzureNames.CheckEndpoint(name, TargetType.PrivateLinkService));

    [Fact]
    public void A_name_of_64_characters_is_allowed_and_one_of_65_is_not()
    {
        Check(true, () => AzureNames.CheckEndpoint(new string('a', 64), TargetType.FlexibleServer));
        Check(false, () => AzureNames.CheckEndpoint(new string('a', 65), TargetType.FlexibleServer));
    }

    [Theory]
    [InlineData("vnet-client", "orders", "vnet-client-orders-pe")]
    [InlineData("my_vnet.east", "orders", "my-vnet-east-orders-pe")]
    [InlineData("1vnet", "orders", "pe-1vnet-orders-pe")]
    public void The_default_name_is_one_that_any_target_takes(string network, string target, string expected)
    {
        string name = AzureNames.DefaultEndpoint(network, target);
        Assert.Equal(expected, name);
        AzureNames.CheckEndpoint(name, TargetType.FlexibleServer);
    }

    [Fact]
    public void A_long_default_name_is_cut_to_what_Azure_takes() =>
        AzureNames.CheckEndpoint(AzureNames.DefaultEndpoint(new string('v', 64), new string('s', 63)), TargetType.FlexibleServer);

    [Theory]
    [InlineData(140, true)]
    [InlineData(141, false)]
    public void A_request_message_has_at_most_140_characters(int length, bool allowed) => Check(allowed, () => AzureNames.CheckMessage("RequestMessage", new string('m', length)));

    [Theory]
    [InlineData("privatelink.postgres.database.azure.com", true)]
    [InlineData("biganimal", false)]
    [InlineData("bad..zone", false)]
    [InlineData("-bad.zone", false)]
    public void A_zone_has_two_labels_at_least(string zone, bool allowed) => Check(allowed, () => AzureNames.CheckZone(zone));

    private static void Check(bool allowed, Action check)
    {
        Exception? thrown = Record.Exception(check);
        if (allowed) Assert.Null(thrown);
        else Assert.Equal(FailureKind.InvalidArgument, Assert.IsType<CommandFailedException>(thrown).Failure.Kind);
    }
}
