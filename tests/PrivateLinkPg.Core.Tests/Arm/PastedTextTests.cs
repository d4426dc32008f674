using PrivateLinkPg.Arm;

namespace PrivateLinkPg.Core.Tests.Arm;

public sealed class PastedTextTests
{
    private const string Id = "/subscriptions/8f2d9b74-1e63-4c0a-b5a8-2f7e6d0c9b21/resourceGroups/rg-client/providers/Microsoft.Network/virtualNetworks/v/subnets/s";
    private const string Encoded = "%2Fsubscriptions%2F8f2d9b74-1e63-4c0a-b5a8-2f7e6d0c9b21%2FresourceGroups%2Frg-client%2Fproviders%2FMicrosoft.Network%2FvirtualNetworks%2Fv%2Fsubnets%2Fs";

    [Theory]
    [InlineData(Id)]
    [InlineData(Id + "\n")]
    [InlineData("\t " + Id + "\r\n")]
    [InlineData("\u00A0" + Id + "\u00A0")]
    [InlineData("\u200B" + Id + "\uFEFF")]
    [InlineData("/subscriptions/8f2d9b74-1e63-4c0a-b5a8-2f7e6d0c9b21/resource\u200BGroups/rg-client/providers/Microsoft.Network/virtualNetworks/v/sub\u00ADnets/s")]
    [InlineData("/subscriptions/8f2d9b74-1e63-4c0a-b5a8-2f7e6d0c9b21/resourceGroups/rg-client  \r\n   /providers/Microsoft.Network/virtualNetworks/v/sub\n    nets/s")]
    [InlineData("https://portal.azure.com/#@contoso.onmicrosoft.com/resource" + Id)]
    [InlineData("https://portal.azure.com/#@contoso.onmicrosoft.com/resource" + Id + "/overview")]
    [InlineData("https://portal.azure.us/#resource" + Id + "/connecteddevices\n")]
    [InlineData("https://portal.azure.com/#view/Microsoft_Azure_Network/SubnetBlade/id/" + Encoded + "/region/japaneast")]
    [InlineData("https://management.azure.com" + Id + "?api-version=2025-01-01")]
    public void An_id_is_read_however_it_was_pasted(string pasted) => Assert.Equal(Id, PastedText.Read(pasted));

    [Theory]
    [InlineData("vnet-client", "vnet-client")]
    [InlineData(" p-mckwlbakq5.org1.biganimal.io\n", "p-mckwlbakq5.org1.biganimal.io")]
    [InlineData("10.0.0.4\u200B", "10.0.0.4")]
    [InlineData("", "")]
    [InlineData(" \u200B ", "")]
    [InlineData("name with blanks", "name with blanks")]
    [InlineData("https://portal.azure.com/#home", "https://portal.azure.com/#home")]
    public void What_holds_no_id_loses_only_what_nobody_sees(string pasted, string read) => Assert.Equal(read, PastedText.Read(pasted));

    [Theory]
    [InlineData("rg-client  ", "v")]
    [InlineData("rg-client", " v")]
    [InlineData("rg-client", "v\u00A0")]
    public void An_id_with_a_blank_at_the_edge_of_a_name_is_none(string group, string network) => Assert.Null(ResourceIds.TryParse(
        $"/subscriptions/8f2d9b74-1e63-4c0a-b5a8-2f7e6d0c9b21/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks/{network}"));
}
