using PrivateLinkPg.Arm;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Core.Tests.Arm;

/// <summary>Tags that Azure would refuse, or lose without a word, are refused before; those that nobody speaks of stay.</summary>
public sealed class ResourceTagsTests
{
    [Theory]
    [InlineData(1, "n", "v", null)]
    [InlineData(50, "n", "v", null)]
    [InlineData(51, "n", "v", nameof(Failure.TooManyTags))]
    [InlineData(1, " ", "v", nameof(Failure.InvalidTag))]
    [InlineData(1, "a/b", "v", nameof(Failure.InvalidTag))]
    [InlineData(1, "a\tb", "v", nameof(Failure.InvalidTag))]
    [InlineData(1, "a b", "", null)]
    [InlineData(1, "a:b", "v", null)]
    public void What_Azure_would_refuse_is_refused(int count, string name, string value, string? refused) =>
        Assert.Equal(refused, Refused(() => ResourceTags.Check(Enumerable.Range(0, count).ToDictionary(each => count == 1 ? name : $"{name}{each}", _ => value))));

    [Theory]
    [InlineData(512, 256, null)]
    [InlineData(513, 1, nameof(Failure.InvalidTag))]
    [InlineData(1, 257, nameof(Failure.InvalidTag))]
    public void A_name_and_a_value_are_as_long_as_Azure_lets_them(int name, int value, string? refused) =>
        Assert.Equal(refused, Refused(() => ResourceTags.Check(new Dictionary<string, string> { [new('n', name)] = new('v', value) })));

    [Fact]
    public void A_name_is_given_once_whatever_its_case()
    {
        CommandFailure failure = Assert.Throws<CommandFailedException>(() => ResourceTags.Check(new Dictionary<string, string> { ["a"] = "1", ["team"] = "1", ["TEAM"] = "2" })).Failure;
        Assert.Equal(nameof(Failure.TagGivenTwice), failure.Id);
        Assert.Contains("'team'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'TEAM'", failure.Message, StringComparison.Ordinal);
        ResourceTags.Check(null);
    }

    // How many there are, how many this module sets beside them, one of their names.
    [Theory]
    [InlineData(13, 2, "n", null)]
    [InlineData(14, 2, "n", nameof(Failure.TooManyTags))]
    [InlineData(15, 0, "n", null)]
    [InlineData(1, 2, "a b", nameof(Failure.InvalidTag))]
    [InlineData(1, 2, "a:b", nameof(Failure.InvalidTag))]
    [InlineData(1, 2, "<", nameof(Failure.InvalidTag))]
    public void Private_DNS_takes_fewer_and_loses_some(int count, int own, string name, string? refused) =>
        Assert.Equal(refused, Refused(() => ResourceTags.CheckOfPrivateDns(Enumerable.Range(0, count).ToDictionary(each => each == 0 ? name : $"{name}{each}", _ => "v"), own)));

    [Fact]
    public void Tags_are_found_and_written_over_without_case_and_keep_their_spelling()
    {
        Dictionary<string, string> there = new() { ["Team"] = "data", ["env"] = "prod" };
        Assert.Equal(("data", null, null), (there.Tag("TEAM"), there.Tag("other"), ((Dictionary<string, string>?)null).Tag("team")));
        Assert.Equal(["Team=sales", "env=prod", "new=1"], there.With(new Dictionary<string, string> { ["TEAM"] = "sales", ["new"] = "1" })!.Select(each => $"{each.Key}={each.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(there, there.With(null));
        Assert.NotSame(there, there.With(null));
        Assert.Equal(there, ((Dictionary<string, string>?)null).With(there));
        Assert.Null(((Dictionary<string, string>?)null).With(null));
        ResourceTags.CheckOfPrivateDns(null, 99);
    }

    private static string? Refused(Action check) => ((CommandFailedException?)Record.Exception(check))?.Failure.Id;
}
