using Azure.Core;
using CsCheck;
using PrivateLinkPg.Arm;
using PrivateLinkPg.Link;

namespace PrivateLinkPg.Core.Tests.Promises;

/// <summary>Ids and names come out as they went in.</summary>
public sealed class RoundTripTests
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static readonly Gen<string> Name = Gen.Char[Letters + "-_."].Array[0, 20].SelectMany(
        middle => Gen.Select(Gen.Char[Letters], Gen.Char[Letters + "_"], (first, last) => $"{first}{new string(middle)}{last}"));

    // Azure allows these in names of resource groups, letters of all languages too.
    private static readonly Gen<string> Group = Gen.Char[Letters + "-_.()äß"].Array[0, 20].Select(middle => $"rg{new string(middle)}x");

    private static readonly Gen<ResourceType> Type = Gen.Int[0, 6].Select(which => new[]
    {
        ResourceIds.PrivateEndpoint, ResourceIds.NetworkInterface, ResourceIds.VirtualNetwork, ResourceIds.Subnet, ResourceIds.PrivateDnsZone, ResourceIds.ARecord,
        new ResourceType("Microsoft.DBforPostgreSQL/flexibleServers"),
    }[which]);

    private static readonly Gen<(Guid Subscription, string Group, ResourceType Type, string[] Names)> Parts =
        Gen.Select(Gen.Guid, Group, Type, Name.Array[2], (subscription, group, type, names) => (subscription, group, type, names[..type.Type.Split('/').Length]));

    private static readonly Gen<string> Label = Gen.Char[Letters + "-"].Array[0, 12].SelectMany(
        middle => Gen.Select(Gen.Char[Letters], Gen.Char[Letters], (first, last) => $"{first}{new string(middle)}{last}".ToLowerInvariant()));

    [Fact]
    public void Ids_are_read_as_they_were_made_up() => Parts.Sample(parts =>
    {
        string id = Id(parts);
        ResourceIdentifier read = ResourceIds.TryParse(id)!;
        Assert.Equal((parts.Subscription.ToString(), parts.Group, parts.Type, parts.Names[^1]), (read.SubscriptionId, read.ResourceGroupName, read.ResourceType, read.Name));
        Assert.Equal(id, read.ToString());
        Assert.Equal(parts.Names[^1], ResourceIds.Name(id));
        Assert.Equal(parts.Group, ResourceIds.Group(id));
        Assert.True(ResourceIds.Same(id + "/", id.ToUpperInvariant()));
        Assert.True(ResourceIds.Holds(ResourceIds.GroupId(read), id));
        Assert.False(ResourceIds.Holds(id, id + "-more"));
        if (parts.Names.Length > 1) Assert.Equal(id[..id.LastIndexOf('/')][..id[..id.LastIndexOf('/')].LastIndexOf('/')], ResourceIds.Parent(id));
    });

    [Fact]
    public void Ids_are_read_out_of_what_was_pasted() => Gen.Select(Parts, Gen.Int[0, 5], Gen.Int[1, 60]).Sample((parts, form, column) =>
    {
        string id = Id(parts);
        string pasted = form switch
        {
            0 => $"https://portal.azure.com/#@contoso.onmicrosoft.com/resource{Uri.EscapeDataString(id).Replace("%2F", "/", StringComparison.Ordinal)}/overview",
            1 => $"https://portal.azure.com/#view/Blade/id/{Uri.EscapeDataString(id)}/more/1",
            2 => $"https://management.azure.com{Uri.EscapeDataString(id).Replace("%2F", "/", StringComparison.Ordinal)}?api-version=2024-05-01",
            3 => $"\u200B  {id}\u00A0\r\n",
            4 => $"{id[..column]}  \r\n   {id[column..]}",
            _ => id,
        };
        Assert.Equal(id, PastedText.Read(pasted));
    });

    [Fact]
    public void Aliases_are_read_as_Azure_makes_them_up() => Gen.Select(Name, Gen.Guid, Gen.Char[Letters[..26]].Array[3, 12]).Sample((name, guid, region) =>
    {
        string alias = $"{name}.{guid}.{new string(region)}.azure.privatelinkservice";
        LinkTarget target = LinkTarget.Parse($" {alias}\n");
        Assert.Equal((alias, name, new string(region), true), (target.Value, target.Name, target.AliasRegion, target.IsAlias));
        Assert.Equal(target, LinkTarget.Parse(target.Value));
    });

    [Fact]
    public void A_host_name_is_found_again_by_zone_and_record() => Gen.Select(Label.Array[3, 6], Gen.Int[1, 5], Gen.Bool).Sample((labels, cut, isPrivate) =>
    {
        string host = string.Join('.', labels);
        string zone = (isPrivate ? ZoneNames.PrivateLink : "") + string.Join('.', labels.Skip(Math.Min(cut, labels.Length - 2)));
        string record = ZoneNames.RecordIn(zone, host)!;
        Assert.Equal(host, ZoneNames.Host(record, zone));
        Assert.Equal(host, HostNames.Public($"{record}.{zone}."));
        Assert.Equal(record, ZoneNames.RecordIn(zone, $"{record}.{zone}"));
        Assert.Null(ZoneNames.RecordIn(zone, host + ".example"));
        Assert.NotNull(ZoneNames.RecordIn(ZoneNames.Narrowest(host), host));
    });

    private static string Id((Guid Subscription, string Group, ResourceType Type, string[] Names) parts) =>
        $"/subscriptions/{parts.Subscription}/resourceGroups/{parts.Group}/providers/{parts.Type.Namespace}/"
            + string.Join('/', parts.Type.Type.Split('/').Zip(parts.Names, (type, name) => $"{type}/{name}"));
}
