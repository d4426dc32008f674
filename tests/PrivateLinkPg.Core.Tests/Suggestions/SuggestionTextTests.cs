using PrivateLinkPg.Suggestions;

namespace PrivateLinkPg.Core.Tests.Suggestions;

public sealed class SuggestionTextTests
{
    private static readonly Suggestion[] All =
    [
        new("/subscriptions/1/resourceGroups/rg-data/providers/X/servers/my-orders", "my-orders", "Server"),
        new("/subscriptions/1/resourceGroups/rg-data/providers/X/servers/orders", "orders", "Server"),
        new("/subscriptions/1/resourceGroups/rg(2)/providers/X/servers/payments", "payments", "Server"),
    ];

    [Theory]
    [InlineData("", "my-orders orders payments")]
    [InlineData(null, "my-orders orders payments")]
    [InlineData("ord", "orders my-orders")]
    [InlineData("'PAY", "payments")]
    [InlineData("\"pay\"", "payments")]
    [InlineData("*ers", "my-orders orders")]
    [InlineData("/subscriptions/1/resourceGroups/rg(2)", "payments")]
    [InlineData("/subscriptions/1/resourceGroups/rgord", "")]
    [InlineData("/subscriptions/1/resourceGroups/ord", "my-orders orders")]
    [InlineData("/subscriptions/2/resourceGroups/ord", "")]
    [InlineData("none", "")]
    public void A_word_finds_what_begins_with_it_and_then_what_contains_it(string? word, string expected) =>
        Assert.Equal(expected, string.Join(' ', SuggestionText.Matching(All, word).Select(each => each.Name)));

    [Theory]
    [InlineData("vnet-client", "", "vnet-client")]
    [InlineData("/subscriptions/1/x_y.z", "/sub", "/subscriptions/1/x_y.z")]
    [InlineData("rg(2)", "", "'rg(2)'")]
    [InlineData("-rg", "", "'-rg'")]
    [InlineData("my group", "my", "'my group'")]
    [InlineData("it's", "", "'it''s'")]
    [InlineData("vnet", "'v", "'vnet'")]
    [InlineData("vnet", "\"v", "\"vnet\"")]
    [InlineData("a$b`c", "\"a", "\"a`$b``c\"")]
    [InlineData("3c1f6a0e-5b0d-4a57-9f6e-7d1c2b9a4e11", "", "3c1f6a0e-5b0d-4a57-9f6e-7d1c2b9a4e11")]
    [InlineData("1gb", "", "'1gb'")]
    [InlineData("グループ", "", "'グループ'")]
    public void A_value_is_quoted_where_PowerShell_would_read_it_otherwise(string value, string word, string expected) =>
        Assert.Equal(expected, SuggestionText.Quoted(value, word));
}
