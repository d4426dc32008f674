using PrivateLinkPg.Failures;
using PrivateLinkPg.Records;

namespace PrivateLinkPg.Core.Tests.Records;

public sealed class GroupPatternTests
{
    private const string Network = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-one";

    [Theory]
    [InlineData("rg-dns", "rg-dns")]
    [InlineData("rg-{VirtualNetworkName}", "rg-vnet-one")]
    [InlineData("rg-{virtualnetworkname}-dns", "rg-vnet-one-dns")]
    [InlineData("{VirtualNetworkResourceGroupName}", "rg-hub")]
    [InlineData("{VirtualNetworkResourceGroupName}-{VirtualNetworkName}", "rg-hub-vnet-one")]
    public void Placeholders_stand_for_the_network_of_the_input(string pattern, string name) => Assert.Equal(name, GroupPattern.Fill(pattern, [Network]));

    [Theory]
    [InlineData("rg-dns", 0)]
    [InlineData("rg-dns", 2)]
    public void A_name_without_placeholders_needs_no_network(string name, int networks) =>
        Assert.Equal(name, GroupPattern.Fill(name, [.. Enumerable.Repeat(Network, networks)]));

    [Theory]
    [InlineData("rg-{Region}", 1, "InvalidGroupPattern", "{Region}")]
    [InlineData("rg-{}", 1, "InvalidGroupPattern", "{}")]
    [InlineData("rg-{VirtualNetworkName}", 0, "InvalidGroupPattern", "has 0 virtual networks")]
    [InlineData("{VirtualNetworkResourceGroupName}", 2, "InvalidGroupPattern", "has 2 virtual networks")]
    [InlineData("rg-{VirtualNetworkName}.", 1, "InvalidName", "rg-vnet-one.")]
    [InlineData("rg/{VirtualNetworkName}", 1, "InvalidName", "rg/vnet-one")]
    public void What_cannot_be_filled_in_says_why(string pattern, int networks, string id, string said)
    {
        CommandFailure failure = Assert.Throws<CommandFailedException>(() => GroupPattern.Fill(pattern, [.. Enumerable.Repeat(Network, networks)])).Failure;
        Assert.Equal(id, failure.Id);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }
}
