using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Core.Tests.Contexts;

public sealed class SubscriptionChoiceTests
{
    private static readonly Subscription Old = Make("1", "old", "Disabled");
    private static readonly Subscription Development = Make("2", "development", "Enabled");
    private static readonly Subscription Test = Make("3", "test", "Enabled");

    [Fact]
    public void Without_a_wish_the_first_enabled_one_is_taken() => Assert.Same(Development, SubscriptionChoice.Pick([Old, Development, Test], null));

    [Fact]
    public void Where_none_is_enabled_the_first_is_taken() => Assert.Same(Old, SubscriptionChoice.Pick([Old], null));

    [Fact]
    public void An_account_without_subscriptions_has_none() => Assert.Null(SubscriptionChoice.Pick([], null));

    [Theory]
    [InlineData("3")]
    [InlineData("TEST")]
    public void Id_and_name_both_name_it(string wanted) => Assert.Same(Test, SubscriptionChoice.Pick([Old, Development, Test], wanted));

    [Fact]
    public void One_that_is_not_visible_is_an_error_that_lists_what_is()
    {
        CommandFailure failure = Assert.Throws<CommandFailedException>(() => SubscriptionChoice.Pick([Development, Test], "production")).Failure;

        Assert.Equal("SubscriptionNotVisible", failure.Id);
        Assert.Contains("development (2), test (3)", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 10, "")]
    [InlineData(11, 10, " and 1 more")]
    [InlineData(99, 10, " and 89 more")]
    public void Of_many_ten_are_listed(int visible, int listed, string more)
    {
        Subscription[] all = [.. Enumerable.Range(1, visible).Select(each => Make($"{each}", "s", "Enabled"))];
        CommandFailure failure = Assert.Throws<CommandFailedException>(() => SubscriptionChoice.Pick(all, "production")).Failure;
        Assert.Contains(string.Join(", ", all.Take(listed).Select(each => $"s ({each.SubscriptionId})")) + more, failure.Message, StringComparison.Ordinal);
        Assert.Equal(more.Length > 0, failure.Message.Contains(" more", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_of_two_is_an_error_that_lists_their_ids()
    {
        CommandFailure failure = Assert.Throws<CommandFailedException>(() => SubscriptionChoice.Pick([Test, Test with { SubscriptionId = "4" }], "test")).Failure;

        Assert.Equal("SubscriptionAmbiguous", failure.Id);
        Assert.Contains("test (3), test (4)", failure.Message, StringComparison.Ordinal);
    }

    private static Subscription Make(string id, string name, string state) => new("/subscriptions/" + id, id, name, state, AzObjects.Tenant);
}
