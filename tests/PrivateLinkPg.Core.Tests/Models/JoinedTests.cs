using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Models;

public sealed class JoinedTests
{
    [Fact]
    public void Lists_and_tables_read_as_text()
    {
        Assert.Equal("10.0.0.4, 10.0.0.5", $"{JoinedList<string>.Of(["10.0.0.4", "10.0.0.5"])}");
        Assert.Equal("", $"{JoinedList<string>.Of(null)}");
        Assert.Equal("team=orders; cost=1", $"{JoinedTable.Of(new Dictionary<string, string> { ["team"] = "orders", ["cost"] = "1" })}");
        Assert.Equal("Tcp Failed", $"{new PgConnectionStep("Tcp", "Failed", TimeSpan.Zero, "No answer.")}");
    }

    [Fact]
    public void Records_that_say_the_same_are_equal()
    {
        Assert.Equal(Removal("10.0.0.4", "10.0.0.5"), Removal("10.0.0.4", "10.0.0.5"));
        Assert.Equal(Removal("10.0.0.4").GetHashCode(), Removal("10.0.0.4").GetHashCode());
        Assert.NotEqual(Removal("10.0.0.4"), Removal("10.0.0.5"));
        Assert.Equal(Tags("a", "b"), Tags("b", "a"));
        Assert.NotEqual(Tags("a"), Tags("b"));
    }

    [Fact]
    public void A_list_does_not_change_with_what_it_was_made_of()
    {
        List<string> source = ["10.0.0.4"];
        PgRemoval removal = Removal() with { IpAddress = source };
        source.Add("10.0.0.5");
        Assert.Equal(["10.0.0.4"], removal.IpAddress);
    }

    private static PgRemoval Removal(params string[] addresses) => new() { Kind = "ARecord", Name = "db", Action = "Removed", Id = "/x", SubscriptionId = "1", IpAddress = addresses };

    private static JoinedTable Tags(params string[] keys) => JoinedTable.Of(keys.ToDictionary(key => key, key => "1"));
}
