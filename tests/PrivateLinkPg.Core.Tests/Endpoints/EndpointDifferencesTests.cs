using Azure.Core;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Endpoints;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Core.Tests.Endpoints;

/// <summary>No difference between the endpoint that is there and the one that is wished is overlooked; what is not asked for is none.</summary>
public sealed class EndpointDifferencesTests
{
    private const string Group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers";
    private const string Subnet = $"{Group}/Microsoft.Network/virtualNetworks/vnet/subnets/pe";
    private const string Server = $"{Group}/Microsoft.DBforPostgreSQL/flexibleServers/db";
    private const string Asg = $"{Group}/Microsoft.Network/applicationSecurityGroups/";

    private static readonly EndpointSettings Wished = new() { Target = Server };

    [Fact]
    public void What_is_not_asked_for_is_no_difference() => Assert.False(Judge(Wished));

    [Fact]
    public void What_is_as_asked_for_is_no_difference() => Assert.False(Judge(Wished with
    {
        IpAddress = ["10.1.0.5", "10.1.0.4"], NetworkInterfaceName = "NIC", IpVersion = "ipv4", ApplicationSecurityGroupId = [Asg + "B", Asg + "a"],
        Tag = new Dictionary<string, string> { ["Env"] = "prod" },
    }));

    // One that Azure tells nothing of is for IPv4.
    [Theory]
    [InlineData("IPv6", "IPv6", null)]
    [InlineData("IPv6", "IPv4", "its IP version is 'IPv6', not 'IPv4'")]
    [InlineData(null, "IPv4", null)]
    [InlineData(null, "IPv6", "its IP version is 'IPv4', not 'IPv6'")]
    public void An_IP_version_is_compared_with_the_one_that_it_has(string? has, string wished, string? told)
    {
        Resource<PrivateEndpointProperties> existing = Existing();
        existing = existing with { Properties = existing.Properties! with { IpVersionType = has } };
        CommandFailedException? failed = (CommandFailedException?)Xunit.Record.Exception(() => Judge(Wished with { IpVersion = wished }, existing));
        Assert.Equal(told is null, failed is null);
        if (told is not null) Assert.Contains(told, failed!.Failure.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Kinds => [.. Different.Keys];

    private static readonly Dictionary<string, (EndpointSettings Wished, bool Changeable)> Different = new()
    {
        ["an address less"] = (Wished with { IpAddress = ["10.1.0.4"] }, false),
        ["an address more"] = (Wished with { IpAddress = ["10.1.0.4", "10.1.0.5", "10.1.0.6"] }, false),
        ["another address"] = (Wished with { IpAddress = ["10.1.0.4", "10.1.0.6"] }, false),
        ["another interface"] = (Wished with { NetworkInterfaceName = "nic2" }, false),
        ["another IP version"] = (Wished with { IpVersion = "IPv6" }, false),
        ["a security group less"] = (Wished with { ApplicationSecurityGroupId = [Asg + "a"] }, true),
        ["a security group more"] = (Wished with { ApplicationSecurityGroupId = [Asg + "a", Asg + "b", Asg + "c"] }, true),
        ["another value of a tag"] = (Wished with { Tag = new Dictionary<string, string> { ["env"] = "test" } }, true),
        ["another case of a tag's value"] = (Wished with { Tag = new Dictionary<string, string> { ["env"] = "Prod" } }, true),
        ["a tag more"] = (Wished with { Tag = new Dictionary<string, string> { ["team"] = "data" } }, true),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_difference_is_refused_and_force_changes_what_can_be_changed(string kind)
    {
        (EndpointSettings wished, bool changeable) = Different[kind];
        CommandFailure failure = Assert.Throws<CommandFailedException>(() => Judge(wished)).Failure;
        Assert.Equal("EndpointDiffers", failure.Id);
        Assert.Equal(changeable, failure.Remedy.Contains("-Force", StringComparison.Ordinal));
        if (changeable) Assert.True(Judge(wished with { Force = true }));
        else Assert.Equal("EndpointDiffers", Assert.Throws<CommandFailedException>(() => Judge(wished with { Force = true })).Failure.Id);
    }

    [Theory]
    [InlineData($"{Group}/Microsoft.DBforPostgreSQL/flexibleServers/other", Subnet, "postgresqlServer")]
    [InlineData(Server, $"{Subnet}2", "postgresqlServer")]
    [InlineData(Server, Subnet, "coordinator")]
    public void Another_target_subnet_or_group_is_another_endpoint(string target, string subnet, string group)
    {
        CommandFailedException failed = Assert.Throws<CommandFailedException>(() => Judge(Wished with { Force = true }, Existing(target, subnet, group)));
        Assert.Equal("EndpointDiffers", failed.Failure.Id);
    }

    private static bool Judge(EndpointSettings wished, Resource<PrivateEndpointProperties>? existing = null) => EndpointDifferences.MustWrite(new(
        wished with { Location = "japaneast" }, new ResourceIdentifier($"{Group}/Microsoft.Network/privateEndpoints/pe"), LinkTarget.Parse(Server), new(Subnet), null, null,
        existing ?? Existing(), null));

    private static Resource<PrivateEndpointProperties> Existing(string target = Server, string subnet = Subnet, string group = "postgresqlServer") => new()
    {
        Id = $"{Group}/Microsoft.Network/privateEndpoints/pe", Name = "pe", Tags = new() { ["env"] = "prod", ["owner"] = "somebody" },
        Properties = new()
        {
            ProvisioningState = "Succeeded", Subnet = new() { Id = subnet }, CustomNetworkInterfaceName = "nic", IpVersionType = "IPv4",
            PrivateLinkServiceConnections =
            [
                new() { Name = "pe", Properties = new() { PrivateLinkServiceId = target, GroupIds = [group], PrivateLinkServiceConnectionState = new() { Status = "Approved" } } },
            ],
            IpConfigurations = [Address("10.1.0.4"), Address("10.1.0.5")],
            ApplicationSecurityGroups = [new() { Id = Asg + "a" }, new() { Id = Asg + "b" }],
        },
    };

    private static EndpointIpConfiguration Address(string address) => new() { Properties = new() { PrivateIpAddress = address } };
}
