using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Endpoints;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Endpoints;

/// <summary>What of a new endpoint is refused before anything is written: by what was given, by its network, by the rights, by other inputs.</summary>
public sealed class EndpointChecksTests
{
    private const string Group = $"/subscriptions/{ScriptedAzure.Subscription}/resourceGroups/rg";
    private const string Network = $"{Group}/providers/Microsoft.Network/virtualNetworks/vnet";
    private const string Server = $"{Group}/providers/Microsoft.DBforPostgreSQL/flexibleServers/db";
    private const string Service = $"{Group}/providers/Microsoft.Network/privateLinkServices/pls";
    private const string Zone = $"{Group}/providers/Microsoft.Network/privateDnsZones/privatelink.postgres.database.azure.com";

    private const string Alias = "pls.00000000-0000-0000-0000-000000000009.westeurope.azure.privatelinkservice";

    private static readonly EndpointSettings Wished = new() { Target = Server, Location = "westeurope" };

    public static TheoryData<string> Settings => [.. Given.Keys];

    private static readonly Dictionary<string, (EndpointSettings Wished, string? Refused)> Given = new()
    {
        ["nothing more"] = (Wished, null),
        ["all that goes together"] = (Wished with
        {
            Name = "pe", NetworkInterfaceName = "nic", ResourceGroupName = "rg", IpVersion = "DualStack", IpAddress = ["10.1.0.4"], PrivateDnsZoneId = [Zone],
            ApplicationSecurityGroupId = [$"{Group}/providers/Microsoft.Network/applicationSecurityGroups/a"], GroupId = "postgresqlServer",
        }, null),
        ["a name that no endpoint has"] = (Wished with { Name = "p e" }, nameof(Failure.InvalidName)),
        ["a name that no interface has"] = (Wished with { NetworkInterfaceName = "n i c" }, nameof(Failure.InvalidName)),
        ["a name that no group has"] = (Wished with { ResourceGroupName = "rg." }, nameof(Failure.InvalidName)),
        ["a group of a service"] = (Wished with { Target = Service, GroupId = "postgresqlServer" }, nameof(Failure.ConflictingParameters)),
        ["zones without waiting"] = (Wished with { PrivateDnsZoneId = [Zone], NoWait = true }, nameof(Failure.ConflictingParameters)),
        ["no waiting alone"] = (Wished with { NoWait = true }, null),
        ["an IP version of nobody"] = (Wished with { IpVersion = "IPv5" }, nameof(Failure.InvalidName)),
        ["no IPv4 address"] = (Wished with { IpAddress = ["10.1.0"] }, nameof(Failure.InvalidIpAddress)),
        ["something else for a security group"] = (Wished with { ApplicationSecurityGroupId = [Network] }, nameof(Failure.InvalidResourceId)),
        ["a tag that Azure takes of nobody"] = (Wished with { Tag = new Dictionary<string, string> { ["a<b"] = "x" } }, nameof(Failure.InvalidTag)),
        ["something else for a zone"] = (Wished with { PrivateDnsZoneId = [Network] }, nameof(Failure.InvalidResourceId)),
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void What_was_given_is_refused_where_Azure_would(string what) =>
        Assert.Equal(Given[what].Refused, ((CommandFailedException?)Xunit.Record.Exception(() => Given[what].Wished.Check()))?.Failure.Id);

    [Theory]
    [InlineData("ipv6", "IPv6")]
    [InlineData("DUALSTACK", "DualStack")]
    [InlineData("other", "other")]
    [InlineData(null, null)]
    public void An_IP_version_is_spelled_as_Azure_does(string? given, string? spelled) => Assert.Equal(spelled, new EndpointSettings { Target = Server, IpVersion = given }.IpVersion);

    // The prefixes of the subnet, how many addresses are taken, which are wished, whether the endpoint is there: what is refused.
    [Theory]
    [InlineData("10.1.0.0/29", 2, "", false, null)]
    [InlineData("10.1.0.0/29", 3, "", false, nameof(Failure.SubnetFull))]
    [InlineData("10.1.0.0/29", 3, "", true, null)]
    [InlineData("10.1.0.0/29", 1, "10.1.0.4,10.1.0.5", false, null)]
    [InlineData("10.1.0.0/29", 2, "10.1.0.4,10.1.0.5", false, nameof(Failure.SubnetFull))]
    [InlineData("10.1.0.0/29,10.2.0.0/29", 5, "", false, null)]
    [InlineData("10.1.0.0/29,10.2.0.0/29", 6, "", false, nameof(Failure.SubnetFull))]
    [InlineData("10.1.0.0/29,fd00::/64", 3, "", false, nameof(Failure.SubnetFull))]
    [InlineData("", 99, "", false, null)]
    [InlineData("10.1.0.0/29", 0, "10.1.0.8", false, nameof(Failure.AddressNotInSubnet))]
    [InlineData("10.1.0.0/29,10.2.0.0/29", 0, "10.2.0.4", false, null)]
    public void A_subnet_must_have_room_for_the_addresses(string prefixes, int taken, string addresses, bool isThere, string? refused)
    {
        SubnetProperties subnet = new()
        {
            AddressPrefixes = prefixes.Length == 0 ? null : prefixes.Split(','), IpConfigurations = [.. Enumerable.Range(0, taken).Select(each => new Reference { Id = $"{each}" })],
        };
        Assert.Equal(refused, Preflight(Wished with { IpAddress = addresses.Split(',', StringSplitOptions.RemoveEmptyEntries) }, subnet, isThere ? new() { Id = "x", Properties = new() } : null).Refused);
    }

    [Fact]
    public void Other_faults_of_the_network_are_told_with_what_there_is()
    {
        Assert.Equal(nameof(Failure.SubnetDelegated), Preflight(Wished, new() { Delegations = [new() { Properties = new("Microsoft.Sql") }] }).Refused);
        Assert.Equal(nameof(Failure.RegionDiffers), Preflight(Wished with { Location = "northeurope" }, new()).Refused);
        Assert.Null(Preflight(Wished with { Location = "West Europe" }, new()).Refused);
        (string? refused, ScriptedAzure azure) = Preflight(Wished, new(), subnet: "other");
        Assert.Equal(nameof(Failure.SubnetNotFound), refused);
        Assert.Contains("pe, second", azure.Output.Failures[0].Message + azure.Output.Failures[0].Remedy, StringComparison.Ordinal);
        Assert.Equal(nameof(Failure.SubnetNotFound), Preflight(Wished, null, subnet: "other").Refused);
    }

    // What an alias leads to is visible in some regions alone; a target with an id is the same from each.
    [Theory]
    [InlineData(Alias, "POST checkPrivateLinkServiceVisibility", 2)]
    [InlineData(Server, "GET privateLinkResources", 1)]
    public void A_target_is_asked_once_for_all_inputs_and_an_alias_once_in_each_region(string target, string asked, int times)
    {
        ScriptedAzure azure = Reading((asked, [Refused]));
        azure.RunAll(CheckAsync, [.. new[] { "westeurope", "northeurope", "westeurope" }.Select(region =>
            Plan(Wished with { Target = target, Location = region }, In(region, new()), target == Server ? new() { Id = Server } : new()))]).Succeeds();
        Assert.Equal(times, azure.Asked.Count(each => each == asked));
    }

    // It is its owner's to say what takes no endpoints, and Azure's.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_target_that_cannot_be_read_is_not_asked_what_it_takes(bool isMissing)
    {
        ScriptedAzure azure = Reading(("GET privateLinkResources", [None]));
        azure.Run(CheckAsync, Plan(Wished with { ManualRequest = true }, In("westeurope", new()), isMissing ? null : new())).Succeeds();
        Assert.DoesNotContain("GET privateLinkResources", azure.Asked);
    }

    [Theory]
    [InlineData("Enabled", true)]
    [InlineData("Disabled", false)]
    public void That_the_subnet_applies_rules_to_endpoints_is_told(string policies, bool told)
    {
        (string? refused, ScriptedAzure azure) = Preflight(Wished, new() { PrivateEndpointNetworkPolicies = policies, NetworkSecurityGroup = new() { Id = "the-group" } });
        Assert.Null(refused);
        Assert.Equal(told ? 1 : 0, azure.Output.Text("Verbose").Count(each => each.Contains("'the-group' must let clients in on port 5432", StringComparison.Ordinal)));
    }

    // What the account may do with the group, the subnet and the server: which right is missing.
    [Theory]
    [InlineData("*", "", "", false, null)]
    [InlineData("unreadable", "unreadable", "unreadable", false, null)]
    [InlineData("", "*", "*", false, "Microsoft.Network/privateEndpoints/write")]
    [InlineData("*/read", "*", "*", false, "Microsoft.Network/privateEndpoints/write")]
    [InlineData("Microsoft.Network/privateEndpoints/*", "Microsoft.Network/virtualNetworks/subnets/join/action", "*", false, null)]
    [InlineData("Microsoft.Network/privateEndpoints/write", "*/read", "*", false, "Microsoft.Network/virtualNetworks/subnets/join/action")]
    [InlineData("* not Microsoft.Network/privateEndpoints/write", "*", "*", false, "Microsoft.Network/privateEndpoints/write")]
    [InlineData("* not Microsoft.Network/virtualNetworks/subnets/join/action", "*/read", "*", false, "Microsoft.Network/virtualNetworks/subnets/join/action")]
    [InlineData("*", "", "*/read", false, "Microsoft.DBforPostgreSQL/flexibleServers/PrivateEndpointConnectionsApproval/action")]
    [InlineData("*", "", "*/read", true, null)]
    public void A_right_that_Azure_says_is_missing_is_named(string group, string subnet, string server, bool manual, string? missing)
    {
        static Answer Rights(string text) => text switch
        {
            "unreadable" => Refused,
            "" => None,
            _ when text.Split(" not ") is var parts => new(200, $$"""{"value":[{"actions":["{{parts[0]}}"],"notActions":[{{(parts.Length > 1 ? $"\"{parts[1]}\"" : "")}}]},{"actions":["Other/*"]}]}"""),
            _ => throw new ArgumentException(text, nameof(text)),
        };
        ScriptedAzure azure = new(
            ("GET rg/providers/Microsoft.Authorization/permissions", [Rights(group)]), ("GET subnets/pe/providers/Microsoft.Authorization/permissions", [Rights(subnet)]),
            ("GET db/providers/Microsoft.Authorization/permissions", [Rights(server.Length == 0 ? "*" : server)]));
        azure.Run(async (EndpointSettings wished, CommandHost host) => await EndpointRights.CheckAsync(Plan(wished, null, new() { Id = Server }), await LinkReader.OfAsync(host)), Wished with { ManualRequest = manual });
        Assert.Equal(missing is null ? 0 : 1, azure.Output.Failures.Count);
        if (missing is not null) Assert.Contains(missing, azure.Output.Failures[0].Message + azure.Output.Failures[0].Remedy, StringComparison.Ordinal);
        // Whoever may join all of the group's subnets is not asked for each.
        if (group == "*") Assert.DoesNotContain(azure.Paths, each => each.Contains("/subnets/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "pe", "MissingParameter")]
    [InlineData("vnet", null, "MissingParameter")]
    [InlineData("vnet", "pe", null)]
    public void A_subnet_is_named_by_both_names(string? network, string? subnet, string? refused)
    {
        ScriptedAzure azure = new(("GET virtualNetworks", [new(200, $$"""{"value":[{"id":"{{Network}}","name":"VNET"},{"id":"{{Network}}2","name":"vnet2"}]}""")]));
        azure.Run(
            async (EndpointSettings wished, CommandHost host) => host.Output.WriteObject((await EndpointSubnet.ResolveAsync(wished, await LinkReader.OfAsync(host))).ToString()),
            Wished with { VirtualNetworkName = network, SubnetName = subnet });
        Assert.Equal(refused is null ? [] : [refused], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(refused is null ? [$"{Network}/subnets/pe"] : [], azure.Output.Objects);
    }

    // What of it is read: the network, the target; the name behind it, which the target tells before its id does.
    [Theory]
    [InlineData(Server, false, "vnet,db", "told.example.com")]
    [InlineData(Server, true, "", "db.postgres.database.azure.com")]
    [InlineData(Alias, false, "vnet", null)]
    public void A_plan_stands_on_what_may_be_asked(string target, bool skip, string asked, string? hostName)
    {
        ScriptedAzure azure = new(
            ("GET pe", [Absent]), ("GET vnet", [new(200, $$"""{"id":"{{Network}}","name":"vnet","location":"westeurope"}""")]),
            ("GET db", [new(200, $$"""{"id":"{{Server}}","name":"db","properties":{"fullyQualifiedDomainName":"told.example.com"} }""")]));
        EndpointSettings wished = Wished with { Target = target, SkipPreflight = skip };
        azure.Run(
            async (EndpointSettings settings, CommandHost host) => host.Output.WriteObject(
                (await EndpointPlan.MakeAsync(settings, LinkTarget.Parse(target), new(Id("pe")), new($"{Network}/subnets/pe"), await LinkReader.OfAsync(host))).HostName ?? ""),
            wished).Succeeds();
        Assert.Equal([hostName ?? ""], azure.Output.Objects);
        Assert.Equal(asked.Split(',', StringSplitOptions.RemoveEmptyEntries).Append("pe").Order(), azure.Asked.Select(each => each[4..]).Order());
    }

    // Without its network the region is unknown, unless it is given: then Azure judges the subnet.
    [Theory]
    [InlineData("westeurope", null)]
    [InlineData(null, nameof(Failure.VirtualNetworkNotReadable))]
    public void A_network_that_may_not_be_read_is_needed_for_its_region(string? location, string? refused)
    {
        ScriptedAzure azure = new(("GET pe", [Absent]), ("GET vnet", [Refused]), ("GET db", [Refused]));
        azure.Run(
            async (EndpointSettings settings, CommandHost host) => host.Output.WriteObject(
                (await EndpointPlan.MakeAsync(settings, LinkTarget.Parse(Server), new(Id("pe")), new($"{Network}/subnets/pe"), await LinkReader.OfAsync(host))).Network is null),
            Wished with { Location = location });
        Assert.Equal(refused is null ? [] : [refused], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(refused is null ? [true] : [], azure.Output.Objects);
    }

    [Fact]
    public void Zone_groups_that_may_not_be_read_are_told_once()
    {
        ScriptedAzure azure = new(("GET privateDnsZoneGroups", [Refused]));
        azure.RunAll(
            async (string name, CommandHost host) => host.Output.WriteObject(await EndpointOutput.WithZonesAsync(new() { Id = Id(name), Name = name, Properties = new() }, await LinkReader.OfAsync(host), host)),
            "one", "two");
        AssertEach.All(azure.Output.Objects.Cast<PgPrivateEndpoint>(), made => Assert.Empty(made.PrivateDnsZoneId));
        Assert.Equal("Zone groups may not be read in rg (AuthorizationFailed), so PrivateDnsZoneId is empty there.", Assert.Single(azure.Output.Text("Warning")));
    }

    [Fact]
    public void An_endpoint_goes_to_the_given_group_else_to_the_subnets()
    {
        ScriptedAzure azure = new(("GET none", [None]));
        azure.RunAll(
            async (EndpointSettings wished, CommandHost host) => host.Output.WriteObject((await EndpointPlan.PlaceAsync(wished, LinkTarget.Parse(Server), await LinkReader.OfAsync(host))).Id.ToString()),
            Wished with { SubnetId = $"{Network}/subnets/pe", Name = "one" }, Wished with { SubnetId = $"{Network}/subnets/pe", Name = "two", ResourceGroupName = "other" });
        azure.Succeeds();
        Assert.Equal([Id("one"), Id("two").Replace("/rg/", "/other/", StringComparison.Ordinal)], azure.Output.Objects);
    }

    private static string Id(string name) => $"{Group}/providers/Microsoft.Network/privateEndpoints/{name}";

    private static EndpointPlan Plan(EndpointSettings wished, Resource<VirtualNetworkProperties>? network, Resource<TargetProperties>? owner, Resource<PrivateEndpointProperties>? existing = null, string subnet = "pe") =>
        new(wished, new ResourceIdentifier(Id("pe")), LinkTarget.Parse(wished.Target), new($"{Network}/subnets/{subnet}"), network, owner, existing, null);

    private static (string? Refused, ScriptedAzure Azure) Preflight(EndpointSettings wished, SubnetProperties? properties, Resource<PrivateEndpointProperties>? existing = null, string subnet = "pe")
    {
        ScriptedAzure azure = Reading(("GET privateLinkResources", [Refused]));
        azure.Run(CheckAsync, Plan(wished, In("westeurope", properties), new() { Id = Server }, existing, subnet));
        return (azure.Output.Failures.SingleOrDefault()?.Id, azure);
    }

    // What else is looked at before a new endpoint is written may not be read.
    private static ScriptedAzure Reading((string Asked, Answer[] Answers) target) => new(
        ("GET permissions", [Refused]), ("GET pe-nic", [Absent]), ("GET Microsoft.Network", [Refused]), ("GET Microsoft.DBforPostgreSQL", [Refused]), target);

    private static async Task CheckAsync(EndpointPlan plan, CommandHost host) => await EndpointPreflight.CheckAsync(plan, await LinkReader.OfAsync(host), host);

    private static Resource<VirtualNetworkProperties> In(string region, SubnetProperties? subnet) => new()
    {
        Id = Network, Name = "vnet", Location = region,
        Properties = new() { Subnets = subnet is null ? null : [new() { Id = $"{Network}/subnets/PE", Name = "pe", Properties = subnet }, new() { Id = $"{Network}/subnets/second", Name = "second" }] },
    };
}
