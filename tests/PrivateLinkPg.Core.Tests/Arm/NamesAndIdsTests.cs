using PrivateLinkPg.Arm;
using PrivateLinkPg.Contexts;
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

    [Fact]
    public void Each_kind_of_target_has_its_name_its_group_and_its_zone()
    {
        Assert.Equal(["FlexibleServer", "ServerGroup", "PrivateLinkService"], TargetType.All.Select(each => each.Kind));
        Assert.Equal(
            [AzureCloud.Public.PostgreSqlPrivateZone, AzureCloud.Public.CosmosPrivateZone, null],
            TargetType.All.Select(each => each.ZoneName(AzureCloud.Public)));
        Assert.Equal(("postgresqlServer", "Other"), (TargetType.FlexibleServer.Canonical("POSTGRESQLSERVER"), TargetType.FlexibleServer.Canonical("Other")));
        Assert.Equal(("coordinator", "worker-0"), (TargetType.ServerGroup.Canonical("Coordinator"), TargetType.ServerGroup.Canonical("Worker-0")));
        LinkTarget alias = LinkTarget.Parse(" p-abc.0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f.japaneast.azure.privatelinkservice ");
        Assert.Equal((true, "japaneast", "p-abc"), (alias.IsAlias, alias.AliasRegion, alias.Name));
        Assert.Equal((false, null), (LinkTarget.Parse(Server).IsAlias, LinkTarget.Parse(Server).AliasRegion));
    }

    [Theory]
    [InlineData(34, true)]
    [InlineData(35, false)]
    public void A_zone_has_34_labels_at_most(int labels, bool allowed) => Check(allowed, () => AzureNames.CheckZone(string.Join('.', Enumerable.Repeat("a", labels)) + "."));

    [Theory]
    [InlineData("db.example", true)]
    [InlineData("db.example.", true)]
    [InlineData("db", false)]
    public void A_host_name_is_a_full_one(string name, bool allowed) => Check(allowed, () => AzureNames.CheckHostName(name));

    [Theory]
    [InlineData(80, true)]
    [InlineData(81, false)]
    public void An_interface_has_80_characters_at_most(int length, bool allowed) => Check(allowed, () => AzureNames.CheckNetworkInterface(new string('n', length)));

    [Theory]
    [InlineData(90, true)]
    [InlineData(91, false)]
    public void A_group_has_90_characters_at_most(int length, bool allowed) => Check(allowed, () => AzureNames.CheckResourceGroup(new string('g', length)));

    [Theory]
    [InlineData("10.0.0.4", true)]
    [InlineData("10.0.4", false)]
    [InlineData("010.0.0.4", false)]
    [InlineData("fd00::4", false)]
    [InlineData("db", false)]
    public void An_address_is_IPv4_in_its_usual_form(string address, bool allowed) => Check(allowed, () => AzureNames.CheckIpv4("IpAddress", address));

    [Theory]
    [InlineData(80, 80)]
    [InlineData(81, 80)]
    public void A_link_has_the_networks_name_as_far_as_Azure_takes_it(int length, int expected) => Assert.Equal(expected, AzureNames.DefaultLink(new string('n', length)).Length);

    [Fact]
    public void A_name_that_is_cut_ends_in_no_dot()
    {
        Assert.Equal(new string('n', 79), AzureNames.DefaultLink(new string('n', 79) + ".n"));
        Assert.Equal("pe-1-2-pe", AzureNames.DefaultEndpoint("1", "2"));
        Assert.Equal("pe-pe", AzureNames.DefaultEndpoint("_", "_"));
        Assert.Equal(64, AzureNames.DefaultEndpoint(new string('v', 64), "db").Length);
    }

    [Theory]
    [InlineData(Server, Server, true, true)]
    [InlineData(Group, Server, false, true)]
    [InlineData(Group + "/", "/SUBSCRIPTIONS/11111111-2222-3333-4444-555555555555/RESOURCEGROUPS/RG/x/y", false, true)]
    [InlineData(Server, Server + "/", true, true)]
    [InlineData(Server, Group, false, false)]
    [InlineData(Group, Group + "2", false, false)]
    public void What_holds_a_resource_is_it_or_above_it(string scope, string id, bool same, bool holds) =>
        Assert.Equal((same, holds), (ResourceIds.Same(scope, id), ResourceIds.Holds(scope, id)));

    [Theory]
    [InlineData(Server, true)]
    [InlineData(Server + "/", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData(Group, false)]
    [InlineData("subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v", false)]
    [InlineData(Group + "//providers/Microsoft.Network/virtualNetworks/v", false)]
    [InlineData(Group + "/providers/Microsoft.Network/virtualNetworks/ v", false)]
    [InlineData("/subscriptions/x/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v", false)]
    [InlineData("/subscriptions/11111111-2222-3333-4444-555555555555/providers/Microsoft.Network/virtualNetworks/v", false)]
    public void An_id_is_a_whole_one(string? text, bool whole)
    {
        Assert.Equal(whole, ResourceIds.TryParse(text) is not null);
        Assert.Equal((whole ? "11111111-2222-3333-4444-555555555555" : null, whole ? "rg" : null), (ResourceIds.Subscription(text), ResourceIds.Group(text)));
    }

    [Fact]
    public void The_last_segment_is_the_name_and_of_an_alias_all()
    {
        Assert.Equal(("orders", "alias.guid.west"), (ResourceIds.Name(Server + "/"), ResourceIds.Name("alias.guid.west")));
        Assert.Equal(Group + "/providers/Microsoft.Network/virtualNetworks/v", ResourceIds.Parent(Group + "/providers/Microsoft.Network/virtualNetworks/v/subnets/s"));
        Assert.Equal("westus2", AzureNames.Region("West US 2"));
    }

    [Theory]
    [InlineData("orders", "ORDERS", false, true)]
    [InlineData("orders", "orders2", false, false)]
    [InlineData("ord*", "orders", true, true)]
    [InlineData("ord?rs", "orders", true, true)]
    [InlineData("ord?s", "orders", true, false)]
    [InlineData("*", "", true, true)]
    [InlineData("*", null, true, false)]
    [InlineData("a.b", "axb", false, false)]
    public void A_name_may_have_wildcards(string text, string? name, bool wildcard, bool matches) =>
        Assert.Equal((wildcard, matches), (new NamePattern(text).IsWildcard, new NamePattern(text).Matches(name)));

    [Theory]
    [InlineData("orders", true)]
    [InlineData("orders.0a1b", true)]
    [InlineData("orders.x", false)]
    public void Something_may_follow_a_name(string name, bool matches) => Assert.Equal(matches, new NamePattern("orders", @"\.[0-9a-f]+").Matches(name));

    [Fact]
    public void A_name_that_is_refused_is_told_by_the_rule_of_its_target()
    {
        Assert.Contains("PostgreSQL makes it part of the connection's name", Told(TargetType.FlexibleServer), StringComparison.Ordinal);
        Assert.DoesNotContain("PostgreSQL", Told(TargetType.PrivateLinkService), StringComparison.Ordinal);

        static string Told(TargetType target)
        {
            CommandFailure failure = Assert.Throws<CommandFailedException>(() => AzureNames.CheckEndpoint("a b", target)).Failure;
            return failure.Message + failure.Remedy;
        }
    }

    [Fact]
    public void The_first_value_that_is_no_id_of_its_type_is_refused()
    {
        ResourceIds.CheckAll([], ResourceIds.PrivateDnsZone, "PrivateDnsZoneId");
        ResourceIds.CheckAll([$"{Group}/providers/Microsoft.Network/privateDnsZones/z"], ResourceIds.PrivateDnsZone, "PrivateDnsZoneId");
        CommandFailure failure = Assert.Throws<CommandFailedException>(
            () => ResourceIds.CheckAll([$"{Group}/providers/Microsoft.Network/privateDnsZones/z", Server], ResourceIds.PrivateDnsZone, "PrivateDnsZoneId")).Failure;
        Assert.Equal(("InvalidResourceId", Server), (failure.Id, failure.Target));
        Assert.Contains("/providers/Microsoft.Network/privateDnsZones/<name>", failure.Message + failure.Remedy, StringComparison.Ordinal);
    }

    // Each waits a random time of its own, longer with each attempt, and a second at most.
    [Theory]
    [InlineData(1, 50, 10)]
    [InlineData(3, 200, 50)]
    [InlineData(10, 1000, 300)]
    public async Task Writers_get_out_of_each_other_s_way(int attempt, int most, int some)
    {
        Support.SkippingClock clock = new();
        for (int i = 0; i < 200; i++) await Contention.PauseAsync(attempt, clock, default);
        AssertEach.All(clock.Waits, wait => Assert.InRange(wait.TotalMilliseconds, 1, most));
        Assert.Contains(clock.Waits, wait => wait.TotalMilliseconds > some);
        Assert.True(clock.Waits.Distinct().Count() > 20);
    }

    [Fact]
    public void What_was_just_written_is_known_with_its_lists_until_it_is_removed()
    {
        const string Zone = Group + "/providers/Microsoft.Network/privateDnsZones/z";
        string host = Guid.NewGuid().ToString();
        RecentWrites.Note(host, Azure.Core.RequestMethod.Put, Zone);
        RecentWrites.Note(host, Azure.Core.RequestMethod.Post, Zone + "2");
        Assert.Equal((true, true, false, false), (RecentWrites.Has(host, Zone.ToUpperInvariant()), RecentWrites.Has(host, Zone + "/A"), RecentWrites.Has(host, Zone + "2"), RecentWrites.Has("other", Zone)));
        // A child is not written by that, but may wait for its parent.
        Assert.False(RecentWrites.Has(host, Zone + "/A/db"));
        Assert.Equal((true, true, false, false), (RecentWrites.HasAbove(host, Zone + "/A/db"), RecentWrites.HasAbove(host, Zone + "/A"), RecentWrites.HasAbove(host, Zone), RecentWrites.HasAbove(host, Group)));
        // Only of a list it is above.
        RecentWrites.Note(host, Azure.Core.RequestMethod.Put, Zone + "/A");
        Assert.False(RecentWrites.Has(host, Zone + "/A/db"));
        RecentWrites.Note(host, Azure.Core.RequestMethod.Put, Zone + "/A/db");
        RecentWrites.Note(host, Azure.Core.RequestMethod.Put, Zone + "z");
        RecentWrites.Note(host, Azure.Core.RequestMethod.Delete, Zone);
        Assert.Equal((false, false, true), (RecentWrites.Has(host, Zone), RecentWrites.Has(host, Zone + "/A/db"), RecentWrites.Has(host, Zone + "z")));
    }

    private static void Check(bool allowed, Action check)
    {
        Exception? thrown = Record.Exception(check);
        if (allowed) Assert.Null(thrown);
        else Assert.Equal(FailureKind.InvalidArgument, Assert.IsType<CommandFailedException>(thrown).Failure.Kind);
    }
}
