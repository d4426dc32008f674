using System.Text.Json;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Records;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Records;

/// <summary>A zone is made once for all inputs, its resource group where the user says so, and a record is looked for in every zone that can have it.</summary>
public sealed class ZoneCreationTests
{
    private const string Groups = $"/subscriptions/{ScriptedAzure.Subscription}/resourceGroups";
    private const string Group = "dns";
    private const string Networks = $"{Groups}/net-rg/providers/Microsoft.Network";

    // Whether the group is to be made, is there, where the endpoint's network and the endpoint are, what the user declines: what is written.
    [Theory]
    [InlineData(false, false, "westeurope", null, "", "corp.example")]
    [InlineData(true, true, null, null, "", "corp.example")]
    [InlineData(true, false, "westeurope", "northeurope", "", "group,corp.example", "westeurope")]
    [InlineData(true, false, null, "northeurope", "", "group,corp.example", "northeurope")]
    [InlineData(true, false, null, null, "", nameof(Failure.GroupRegionUnknown))]
    [InlineData(true, false, "westeurope", null, "Create resource group", "")]
    [InlineData(true, false, "westeurope", null, "Create private DNS zone", "group")]
    [InlineData(true, true, "westeurope", null, "Create private DNS zone", "")]
    public void A_zone_and_its_group_are_made_where_the_user_agrees(bool makesGroup, bool isThere, string? network, string? endpoint, string declined, string written, string? region = null)
    {
        ScriptedAzure azure = Azure(isThere, network, endpoint, new() { Declines = action => declined.Length > 0 && action.StartsWith(declined, StringComparison.Ordinal) });
        // Twice: inputs share it.
        azure.RunAll(MakeAsync, Wished(makesGroup), Wished(makesGroup));
        bool refused = written == nameof(Failure.GroupRegionUnknown);
        Assert.Equal(refused ? [written, written] : [], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(
            refused ? [] : written.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(each => "PUT " + (each == "group" ? Group : each)),
            azure.Asked.Where(each => each.StartsWith("PUT", StringComparison.Ordinal)));
        if (!refused) Assert.Equal(Enumerable.Repeat<object>(written.EndsWith("corp.example", StringComparison.Ordinal), 2), azure.Output.Objects);
        if (region is not null) Assert.Equal(region, JsonDocument.Parse(azure.Bodies[0]).RootElement.GetProperty("location").GetString());
        // A group that is there is not asked about.
        Assert.Equal(!makesGroup || isThere || refused ? 0 : 1, azure.Output.Confirmations.Count(each => each.Action.StartsWith("Create resource group", StringComparison.Ordinal)));
    }

    [Fact]
    public void With_WhatIf_both_are_told_and_none_is_made()
    {
        ScriptedAzure azure = Azure(false, "westeurope", null, new() { WhatIf = true });
        azure.RunAll(MakeAsync, Wished(true));
        Assert.Equal([$"Create resource group in 'westeurope': PUT {Groups}/{Group}", $"Create private DNS zone: PUT {Zone()}"], azure.Output.Confirmations.Select(each => each.Action));
        Assert.DoesNotContain(azure.Asked, each => each.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public void One_that_somebody_else_was_faster_to_make_is_there()
    {
        ScriptedAzure azure = new(("PUT corp.example", [Outdated]));
        azure.RunAll(MakeAsync, Wished(false));
        Assert.Empty(azure.Output.Failures);
        Assert.Equal([false], azure.Output.Objects);
    }

    // The zones of the subscription that have the record: the one that is found.
    [Theory]
    [InlineData("", null)]
    [InlineData("corp.example", "corp.example")]
    [InlineData("example", "example")]
    [InlineData("corp.example,example", nameof(Failure.AmbiguousRecord))]
    public void A_record_is_found_in_whichever_zone_has_it(string having, string? found)
    {
        string[] zones = ["corp.example", "example", "other.example"];
        Answer record = new(200, """{"id":"x","name":"db"}""");
        ScriptedAzure azure = new(
            ("GET privateDnsZones", [One(new { value = zones.Select(each => new { id = Zone(each), name = each }) })]),
            ("GET corp.example/A/db", [having.Split(',').Contains("corp.example") ? record : Absent]),
            ("GET example/A/db.corp", [having.Split(',').Contains("example") ? record : Absent]));
        RecordSearch search = new("db.corp.example", new("*"), new("*"), null);
        azure.Run(async (RecordSearch meant, CommandHost host) => host.Output.WriteObject($"{await meant.OneAsync(ScriptedAzure.Subscription, await LinkReader.OfAsync(host))}".Split('/').ElementAtOrDefault(8) ?? ""), search);
        bool refused = found == nameof(Failure.AmbiguousRecord);
        Assert.Equal(refused ? [found!] : [], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(refused ? [] : [found ?? ""], azure.Output.Objects);
    }

    private static async Task MakeAsync(RecordSettings wished, CommandHost host) =>
        host.Output.WriteObject(await ZoneCreation.RunAsync(Zone(), wished, await LinkReader.OfAsync(host), host));

    private static RecordSettings Wished(bool makesGroup) => new()
    {
        CreateResourceGroup = makesGroup, VirtualNetworkId = [$"{Networks}/virtualNetworks/net"], EndpointId = $"{Networks}/privateEndpoints/pe",
    };

    private static ScriptedAzure Azure(bool isThere, string? network, string? endpoint, RecordingOutput output)
    {
        Answer done = new(201, "{}");
        return new(
            ($"GET {Group}", [isThere ? new(200, $$"""{"id":"{{Groups}}/{{Group}}","name":"{{Group}}","location":"any"}""") : Absent]),
            ("GET net", [At(network)]), ("GET pe", [At(endpoint)]), ($"PUT {Group}", [done]), ("PUT corp.example", [done]))
        {
            Output = output,
        };
    }

    private static Answer At(string? region) => region is null ? Absent : new(200, $$"""{"id":"x","name":"x","location":"{{region}}"}""");

    private static string Zone(string name = "corp.example") => $"{Groups}/{Group}/providers/Microsoft.Network/privateDnsZones/{name}";
}
