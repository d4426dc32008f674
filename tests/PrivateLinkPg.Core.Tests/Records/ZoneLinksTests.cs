using System.Text.Json;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Records;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Records;

/// <summary>Which links a zone gets, what of one that is there is changed, and under which name a new one goes.</summary>
public sealed class ZoneLinksTests
{
    private const string Groups = $"/subscriptions/{ScriptedAzure.Subscription}/resourceGroups";
    private const string Zone = $"{Groups}/dns/providers/Microsoft.Network/privateDnsZones/privatelink.postgres.database.azure.com";
    private const string Redirect = "NxDomainRedirect";

    private static readonly Answer Done = new(200, "{}");

    private static readonly RecordSettings Net = new() { HostName = "db", IpAddress = ["10.0.0.4"], VirtualNetworkId = [Network("net")] };

    // The link that is there by its policy, what is wished, whether it may be changed: what is done.
    [Theory]
    [InlineData(null, null, false, "Create ")]
    [InlineData(null, Redirect, false, "Create NxDomainRedirect")]
    [InlineData("Default", null, false, null)]
    [InlineData("Default", "Default", false, null)]
    [InlineData("", "Default", false, null)]
    [InlineData(Redirect, null, true, null)]
    [InlineData("", Redirect, false, nameof(Failure.LinkDiffers))]
    [InlineData("Default", Redirect, false, nameof(Failure.LinkDiffers))]
    [InlineData("Default", Redirect, true, "Update NxDomainRedirect")]
    [InlineData(Redirect, "Default", true, "Update Default")]
    public void A_link_that_is_there_is_changed_where_the_user_says_so_alone(string? there, string? policy, bool force, string? done)
    {
        RecordSettings wished = Net with { ResolutionPolicy = policy, Force = force };
        ScriptedAzure azure = new(("GET virtualNetworkLinks", [List(there is null ? [] : [Link("theirs", "net", there, registers: true)])]), ("PUT theirs", [Done]), ("PUT net", [Done]));
        azure.Run<RecordSettings>(ConvergeAsync, wished);
        bool refused = done == nameof(Failure.LinkDiffers);
        Assert.Equal(refused ? [done!] : [], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(done is null || refused ? [] : [done.Split(' ')[0]], azure.Output.Confirmations.Select(each => each.Action.Split(' ')[0]));
        Assert.Equal(done is null || refused ? [] : [there is null ? "PUT net" : "PUT theirs"], azure.Asked.Where(each => each.StartsWith("PUT", StringComparison.Ordinal)));
        if (azure.Bodies.Count == 0) return;
        JsonElement body = JsonDocument.Parse(azure.Bodies[0]).RootElement;
        JsonElement properties = body.GetProperty("properties");
        Assert.Equal(done!.Split(' ')[1], properties.TryGetProperty("resolutionPolicy", out JsonElement given) ? given.GetString() : "");
        // What others set stays.
        Assert.Equal((there is not null, there is null ? "PrivateLinkPg" : "somebody"), (properties.GetProperty("registrationEnabled").GetBoolean(), body.GetProperty("tags").GetProperty("creator").GetString()));
        Assert.Equal(Network("net"), properties.GetProperty("virtualNetwork").GetProperty("id").GetString(), ignoreCase: true);
    }

    [Theory]
    [InlineData(false, nameof(Failure.LinkDiffers))]
    [InlineData(true, null)]
    public void What_force_must_allow_is_known_before_anything_is_written(bool force, string? refused)
    {
        ScriptedAzure azure = Azure([Link("net2", "net2", Redirect), Link("net", "net", "Default")]);
        RecordSettings wished = Net with { VirtualNetworkId = [Network("net2"), Network("net")], ResolutionPolicy = Redirect, Force = force };
        azure.Run(async (RecordSettings wished, CommandHost host) => await new ZoneLinks(Zone, false, wished, await LinkReader.OfAsync(host), host).CheckAsync(), wished);
        Assert.Equal(refused is null ? [] : [refused], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(["GET virtualNetworkLinks"], azure.Asked);
    }

    // The second input's policy counts for a new link, which both share, and for one that is there, where the first says nothing of it.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Inputs_share_one_write_of_a_link_which_has_the_policy_that_one_of_them_asks_for(bool there)
    {
        ScriptedAzure azure = Azure(there ? [Link("net", "net", "Default")] : []);
        azure.RunAll(ConvergeAsync, Net, Net with { HostName = "db2", ResolutionPolicy = Redirect, Force = true });
        Assert.Empty(azure.Output.Failures);
        Assert.Single(azure.Asked, "PUT net");
        Assert.Contains(Redirect, Assert.Single(azure.Bodies), StringComparison.Ordinal);
        // Who shares the write of a new one has written it as well.
        Assert.Equal(there ? ["", "net"] : ["net", "net"], azure.Output.Objects.Order());
    }

    // Who asks for nothing of the link that is there must not answer for the one who does.
    [Fact]
    public void An_input_with_another_network_to_link_leaves_the_policy_to_the_one_that_asks_for_it()
    {
        ScriptedAzure azure = new(("GET virtualNetworkLinks", [List([Link("net", "net", "Default")])]), ("PUT net", [Done]), ("PUT net2", [Done]));
        azure.RunAll(
            ConvergeAsync, Net with { VirtualNetworkId = [Network("net"), Network("net2")] }, Net with { HostName = "db2", ResolutionPolicy = Redirect, Force = true });
        Assert.Empty(azure.Output.Failures);
        Assert.Equal(["PUT net", "PUT net2"], azure.Asked.Where(each => each.StartsWith("PUT", StringComparison.Ordinal)).Order());
        Assert.Equal(["net", "net2"], azure.Output.Objects.Order());
    }

    [Theory]
    [InlineData("net", "", "net")]
    [InlineData("net", "net=other", "net-0ffcec99")]
    [InlineData("net", "NET=other", "net-0ffcec99")]
    public void Networks_of_one_name_do_not_take_each_others_link(string network, string links, string name)
    {
        ScriptedAzure azure = Azure([.. links.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split('=')).Select(each => Link(each[0], each[1], ""))], name);
        azure.Run<RecordSettings>(ConvergeAsync, Net with { VirtualNetworkId = [Network(network)] });
        Assert.Equal(["PUT " + name], azure.Asked.Where(each => each.StartsWith("PUT", StringComparison.Ordinal)));
        Assert.Equal([name], azure.Output.Objects);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(80)]
    public void A_name_that_is_taken_stays_within_Azures_length(int length)
    {
        string network = new('n', length);
        ScriptedAzure azure = new(new Named(path => path.StartsWith("PUT", StringComparison.Ordinal) ? Done : List([Link(network, "other", "")])));
        azure.Run<RecordSettings>(ConvergeAsync, Net with { VirtualNetworkId = [Network(network)] });
        string name = (string)Assert.Single(azure.Output.Objects);
        Assert.Equal(Math.Min(length, 71) + 9, name.Length);
        Assert.StartsWith(new string('n', Math.Min(length, 71)) + "-", name, StringComparison.Ordinal);
    }

    // How often somebody was faster: how often it is written, and the end.
    [Theory]
    [InlineData(4, 5, null)]
    [InlineData(5, 5, nameof(Failure.ResourceBusy))]
    public void A_link_that_others_write_at_the_same_time_is_looked_at_again(int times, int writes, string? failure)
    {
        ScriptedAzure azure = new(("GET virtualNetworkLinks", [List([])]), ("PUT net", [.. Enumerable.Repeat(Outdated, times), Done]));
        azure.Run<RecordSettings>(ConvergeAsync, Net);
        Assert.Equal(failure is null ? [] : [failure], azure.Output.Failures.Select(each => each.Id));
        Assert.Equal(writes, azure.Asked.Count(each => each == "PUT net"));
    }

    [Fact]
    public void What_somebody_made_in_between_is_judged_anew()
    {
        ScriptedAzure azure = new(("GET virtualNetworkLinks", [List([]), List([Link("net", "net", "Default")])]), ("PUT net", [Outdated]));
        Assert.Equal(nameof(Failure.LinkDiffers), azure.Fails<RecordSettings>(ConvergeAsync, Net with { ResolutionPolicy = Redirect }).Id);
        // The name is another network's by now.
        azure = new(("GET virtualNetworkLinks", [List([]), List([Link("net", "other", "Default")])]), ("PUT net", [Outdated]), ("PUT net-0ffcec99", [Done]));
        Assert.Equal(["net-0ffcec99"], azure.Run<RecordSettings>(ConvergeAsync, Net).Output.Objects);
        // It is as wished.
        azure = new(("GET virtualNetworkLinks", [List([]), List([Link("any", "net", "Default")])]), ("PUT net", [Outdated]));
        Assert.Equal([""], azure.Run<RecordSettings>(ConvergeAsync, Net).Output.Objects);
    }

    [Theory]
    [InlineData("Creating")]
    [InlineData("Updating")]
    [InlineData("Deleting")]
    public void One_that_an_earlier_run_began_is_waited_for_and_one_that_goes_is_made_again(string state)
    {
        foreach (Answer after in (Answer[])[One(Link("net", "net", "Default")), Absent])
        {
            ScriptedAzure azure = new(("GET virtualNetworkLinks", [List([Link("net", "net", "Default", state)])]), ("GET net", [after]), ("PUT net", [Done]));
            azure.Run<RecordSettings>(ConvergeAsync, Net);
            Assert.Equal([after == Absent ? "net" : ""], azure.Output.Objects);
            Assert.Equal([TimeSpan.FromSeconds(2)], azure.Clock.Waits);
            Assert.Contains(azure.Output.Progress, each => (each.Activity, each.Status) == ("The virtual network link 'net'", state));
        }
    }

    [Fact]
    public void A_link_that_stays_under_way_is_named_when_the_time_is_over()
    {
        ScriptedAzure azure = new(("GET virtualNetworkLinks", [List([Link("theirs", "net", "Default", "Updating")])]), ("GET theirs", [One(Link("theirs", "net", "Default", "Updating"))]));
        CommandFailure failure = azure.Fails<RecordSettings>(ConvergeAsync, Net with { Timeout = TimeSpan.FromSeconds(9) });
        Assert.Equal((nameof(Failure.TimedOut), $"{Zone}/virtualNetworkLinks/theirs"), (failure.Id, failure.Target));
    }

    [Fact]
    public void Of_names_that_were_refused_each_is_looked_for_once_for_all_inputs()
    {
        ScriptedAzure azure = new(("GET virtualNetworkLinks", [List([])]), ("GET A/lost", [Absent]), ("GET A/there", [new(200, """{"id":"x","name":"there"}""")]));
        azure.RunAll(
            async (RecordSettings wished, CommandHost host) =>
            {
                RefusedNames refused = await RefusedNames.OfAsync(Zone, host);
                refused.Add($"{Zone}/A/lost");
                refused.Add($"{Zone}/A/there");
                await ConvergeAsync(wished, host);
            },
            Net, Net with { HostName = "db2", VirtualNetworkId = [Network("net2")] });
        Assert.Equal([nameof(Failure.LinkWithheld), nameof(Failure.LinkWithheld)], azure.Output.Failures.Select(each => each.Id));
        AssertEach.All(azure.Output.Failures, each => Assert.Contains("'lost.postgres.database.azure.com'", each.Message, StringComparison.Ordinal));
        Assert.Equal(["GET virtualNetworkLinks", "GET lost", "GET there"], azure.Asked);
    }

    private static async Task ConvergeAsync(RecordSettings wished, CommandHost host)
    {
        ZonePlans plans = await ZonePlans.OfAsync("subscription", "zone", host);
        plans.Take(Zone, wished.HostName!, wished);
        List<string> written = [];
        await new ZoneLinks(Zone, zoneIsNew: false, wished, await LinkReader.OfAsync(host), host).ConvergeAsync(await RefusedNames.OfAsync(Zone, host), plans, written);
        host.Output.WriteObject(string.Join(',', written.Select(each => each.Split('/')[^1])));
    }

    private static ScriptedAzure Azure(object[] links, string name = "net") => new(("GET virtualNetworkLinks", [List(links)]), ($"PUT {name}", [Done]));

    private static string Network(string name) => $"{Groups}/rg/providers/Microsoft.Network/virtualNetworks/{name}";

    // Somebody else's; without a policy Azure means its default.
    private static object Link(string name, string network, string policy, string state = "Succeeded", bool registers = false) => new
    {
        id = $"{Zone}/virtualNetworkLinks/{name}", name, etag = "1", location = "global", tags = new { creator = "somebody" },
        properties = new
        {
            provisioningState = state, registrationEnabled = registers, virtualNetwork = new { id = Network(network).ToUpperInvariant() }, resolutionPolicy = policy.Length == 0 ? null : policy,
        },
    };

    private sealed class Named(Func<string, Answer> answer) : ScriptedTransport
    {
        protected override Answer Next(global::Azure.Core.Request request) => answer(Asked[^1]);
    }
}
