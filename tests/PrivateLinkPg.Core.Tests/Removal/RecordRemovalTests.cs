using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;
using PrivateLinkPg.Removal;
using static PrivateLinkPg.Core.Tests.Removal.RemovalFacts;
using static PrivateLinkPg.Core.Tests.Support.ScriptedAzure;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Removal;

/// <summary>Addresses go out of a record, and come back, never over a change that was not seen; and not for ever.</summary>
public sealed class RecordRemovalTests
{
    private static readonly string Id = $"{Zone()}/A/db";

    // Whoever changes it all the time wins in the end.
    [Theory]
    [InlineData("10.0.0.4", "DELETE")]
    [InlineData("10.0.0.4,10.0.0.9", "PUT")]
    public void A_record_that_never_holds_still_is_left(string addresses, string write)
    {
        ScriptedAzure azure = Azure(write, addresses, Outdated).Run(RemoveAsync, new RecordRemoval(Id, ["10.0.0.4"]));

        Assert.Equal("RecordContended", Assert.Single(azure.Output.Failures).Id);
        Assert.Equal(100, azure.Asked.Count(each => each == $"{write} db"));
    }

    [Theory]
    [InlineData("10.0.0.4", "DELETE")]
    [InlineData("10.0.0.4,10.0.0.9", "PUT")]
    public void One_that_was_changed_in_between_is_looked_at_again(string addresses, string write)
    {
        ScriptedAzure azure = Azure(write, addresses, Outdated, Outdated, One(Record(Zone(), "db", addresses: "10.0.0.9"))).Run(RemoveAsync, new RecordRemoval(Id, ["10.0.0.4"]));

        azure.Succeeds();
        Assert.Equal((3, 3), (azure.Asked.Count(each => each == $"{write} db"), azure.Asked.Count(each => each == "GET db")));
    }

    // What may be written again after a while, and what may not at all.
    [Theory]
    [InlineData(true, 100)]
    [InlineData(false, 1)]
    public void What_is_put_back_is_tried_as_long_as_others_change_it(bool outdated, int times)
    {
        ScriptedAzure azure = Azure("PUT", "10.0.0.9", outdated ? Outdated : Refused).Run(RestoreAsync, new RecordRemoval(Id, ["10.0.0.4"]));

        Assert.Single(azure.Output.Failures);
        Assert.Equal(times, azure.Asked.Count(each => each == "PUT db"));
    }

    [Fact]
    public void What_is_put_back_stands_beside_what_is_there_now()
    {
        ScriptedAzure azure = Azure("PUT", "10.0.0.9", Outdated, One(Record(Zone(), "db", addresses: "10.0.0.9"))).Run(RestoreAsync, new RecordRemoval(Id, ["10.0.0.4"]));

        azure.Succeeds();
        Assert.Equal(2, azure.Bodies.Count);
        AssertEach.All(azure.Bodies, body => Assert.Contains("""[{"ipv4Address":"10.0.0.9"},{"ipv4Address":"10.0.0.4"}]""", body, StringComparison.Ordinal));
    }

    [Fact]
    public void A_record_that_no_zone_group_keeps_is_not_refused_for_what_cannot_be_read()
    {
        ScriptedAzure azure = new ScriptedAzure(("GET privateEndpoints", [Refused]), ("GET networkInterfaces", [Refused])).Run(
            async (id, host) => await RecordRemoval.RefuseKeptAsync(id, RecordOwner.Of(new()), await LinkReader.OfAsync(host)), Id);

        azure.Succeeds();
        Assert.Empty(azure.Asked);
    }

    private static ScriptedAzure Azure(string write, string addresses, params Answer[] answers) =>
        new(("GET db", [One(Record(Zone(), "db", addresses: addresses.Split(',')))]), ($"{write} db", answers));

    private static async Task RemoveAsync(RecordRemoval record, CommandHost host) => await record.RemoveAsync(await ContextAsync(host));

    private static async Task RestoreAsync(RecordRemoval record, CommandHost host) => await record.RestoreAsync(new(), record.Addresses!, await ContextAsync(host), default);
}
