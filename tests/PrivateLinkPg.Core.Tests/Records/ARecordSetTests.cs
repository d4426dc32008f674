using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Records;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;

namespace PrivateLinkPg.Core.Tests.Records;

/// <summary>A record that holds other addresses is refused, and only one whose addresses nobody has may be called free.</summary>
public sealed class ARecordSetTests
{
    private const string Group = $"/subscriptions/{ScriptedAzure.Subscription}/resourceGroups/rg/providers/Microsoft.Network";
    private const string Zone = $"{Group}/privateDnsZones/privatelink.postgres.database.azure.com";

    // What the record holds beside the wished address, which of it network interfaces have, and whether they can be read.
    [Theory]
    [InlineData("10.0.0.8", "", true, true)]
    [InlineData("10.0.0.8,10.0.0.9", "", true, true)]
    [InlineData("10.0.0.8,10.0.0.9", "10.0.0.8", true, false)]
    [InlineData("10.0.0.8,10.0.0.9", "10.0.0.9", true, false)]
    [InlineData("10.0.0.8", "10.0.0.8", true, false)]
    [InlineData("10.0.0.8", "10.0.0.7", true, true)]
    [InlineData("10.0.0.8", "", false, false)]
    public void Only_addresses_that_nothing_has_may_be_replaced_without_a_thought(string held, string used, bool readable, bool free)
    {
        ScriptedAzure azure = new(
            ("GET db", [One(new { id = $"{Zone}/A/db", name = "db", properties = new { ttl = 10, aRecords = held.Split(',').Select(each => new { ipv4Address = each }) } })]),
            ("GET privateEndpoints", [None]), ("GET networkInterfaces", [readable ? Interfaces(used.Split(',', StringSplitOptions.RemoveEmptyEntries)) : Refused]));
        CommandFailure failure = azure.Fails(
            async (RecordSettings wished, CommandHost host) =>
            {
                LinkReader link = await LinkReader.OfAsync(host);
                ARecordSet record = new($"{Zone}/A/db", DnsPlan.From(wished, link.Connection), wished, link, host);
                record.Take(wished.IpAddress);
                await record.ReadAsync();
            },
            new() { HostName = "db.postgres.database.azure.com", IpAddress = ["10.0.0.7"], VirtualNetworkId = [$"{Group}/virtualNetworks/net"] });

        Assert.Equal(nameof(Failure.RecordDiffers), failure.Id);
        Assert.Equal(free, failure.Remedy == "Replace it with -Force.");
    }
}
