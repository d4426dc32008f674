using System.Text.Json;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Models;
using PrivateLinkPg.Records;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;

namespace PrivateLinkPg.Core.Tests.Records;

/// <summary>The records that Azure will write for a zone group, and what a record tells of its endpoint.</summary>
public sealed class ZoneGroupRecordsTests
{
    private const string Groups = $"/subscriptions/{ScriptedAzure.Subscription}/resourceGroups/rg/providers/Microsoft.Network";
    private const string Zone = $"{Groups}/privateDnsZones/privatelink.postgres.database.azure.com";
    private const string Endpoint = $"{Groups}/privateEndpoints/mine";
    private const string Host = "db.postgres.database.azure.com";

    [Fact]
    public void There_is_one_in_each_zone_that_has_a_place_for_the_name()
    {
        string[] zones = [Zone, $"{Groups}/privateDnsZones/corp.example", Zone.Replace("/rg/", "/other/", StringComparison.Ordinal)];
        Assert.Equal([$"{zones[0]}/A/db", $"{zones[2]}/A/db"], ZoneGroupRecords.Ids(zones, Host));
        Assert.Empty(ZoneGroupRecords.Ids(zones, null));
    }

    // What the record holds, whom it was made for: what keeps the zone group from it.
    [Theory]
    [InlineData(null, null, null)]
    [InlineData("", null, null)]
    [InlineData("10.0.0.4", null, nameof(Failure.RecordDiffers))]
    [InlineData("10.0.0.5", null, nameof(Failure.RecordShared))]
    [InlineData("unreadable", null, null)]
    [InlineData("10.0.0.4", "corp.example", null)]
    public void A_name_that_leads_to_somebody_else_is_not_taken(string? held, string? zoneName, string? refused)
    {
        string zone = zoneName is null ? Zone : $"{Groups}/privateDnsZones/{zoneName}";
        ScriptedAzure azure = new(
            ("GET A/db", [held switch
            {
                null => Absent,
                "unreadable" => Refused,
                _ => One(Set(held.Split(',', StringSplitOptions.RemoveEmptyEntries), null)),
            }]),
            ("GET networkInterfaces", [None]),
            ("GET mine", [Absent]),
            ("GET privateEndpoints", [One(new
            {
                value = new[]
                {
                    new
                    {
                        id = Endpoint.Replace("/mine", "/theirs", StringComparison.Ordinal), name = "theirs",
                        properties = new { customDnsConfigs = new[] { new { fqdn = Host, ipAddresses = new[] { "10.0.0.5" } } } },
                    },
                },
            })]));
        azure.Run(async (string wished, CommandHost host) => await ZoneGroupRecords.CheckAsync([wished], Host, Endpoint, await LinkReader.OfAsync(host), host), zone);
        Assert.Equal(refused is null ? [] : [refused], azure.Output.Failures.Select(each => each.Id));
        if (refused is not null) Assert.Contains("that of 'mine'", azure.Output.Failures[0].Message + azure.Output.Failures[0].Remedy, StringComparison.Ordinal);
        if (zoneName is not null) Assert.Empty(azure.Asked);
    }

    // The endpoint that is wished, the one that is noted, the one that is told.
    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData(null, "theirs", "theirs", "target")]
    [InlineData("mine", null, "mine", "target")]
    [InlineData("mine", "theirs", "mine", "target")]
    public void A_written_record_is_the_wished_endpoints_else_whose_it_is_noted_to_be(string? wished, string? noted, string? told, string? target)
    {
        AzureConnection connection = new(null!, AzureCloud.Public, ScriptedAzure.Subscription, "tenant", "me", ContextSource.ConnectPgAzure);
        RecordSettings settings = new()
        {
            HostName = Host, IpAddress = ["10.0.0.4"], EndpointId = Id(wished), TargetId = target, VirtualNetworkId = ["net"], SubscriptionId = ScriptedAzure.Subscription, ResourceGroupName = "rg",
        };
        var record = JsonSerializer.Deserialize(
            JsonSerializer.Serialize(Set(["10.0.0.4"], noted is null ? null : RecordOwner.TakenOver(null, Id(noted), ["10.0.0.4"]))), WireJson.Default.RecordSet)!;
        foreach (bool noLink in (bool[])[false, true])
        {
            PgDnsRecord shown = RecordOutput.Of(record, settings with { NoLink = noLink }, DnsPlan.From(settings, connection), Zone, connection);
            Assert.Equal((Id(told), told, target), (shown.EndpointId, shown.EndpointName, shown.TargetId));
            Assert.Equal(noLink ? [] : ["net"], shown.VirtualNetworkId);
        }
    }

    [Theory]
    [InlineData("nxdomainredirect", "NxDomainRedirect")]
    [InlineData("DEFAULT", "Default")]
    [InlineData("none", "none")]
    [InlineData(null, null)]
    public void A_policy_is_spelled_as_Azure_does(string? given, string? spelled) => Assert.Equal(spelled, new RecordSettings { ResolutionPolicy = given }.ResolutionPolicy);

    private static string? Id(string? name) => name is null ? null : $"{Groups}/privateEndpoints/{name}";

    private static object Set(string[] addresses, Dictionary<string, string>? metadata) => new
    {
        id = $"{Zone}/A/db", name = "db", properties = new { ttl = 10, metadata, aRecords = addresses.Select(each => new { ipv4Address = each }) },
    };
}
