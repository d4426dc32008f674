using PrivateLinkPg.Pictures;

namespace PrivateLinkPg.Core.Tests.Pictures;

public sealed class TextFitTests
{
    [Fact]
    public void Names_break_where_their_parts_meet() =>
        Assert.Equal(["vnet-client-", "orders-pe"], TextFit.Lines("vnet-client-orders-pe", 10, TextFit.Width("vnet-client-or", 10), 3));

    [Fact]
    public void Words_break_at_spaces_which_go() => Assert.Equal(["known by", "its alias"], TextFit.Lines("known by its alias", 10, TextFit.Width("known by i", 10), 2));

    [Fact]
    public void A_part_that_no_line_holds_breaks_anywhere()
    {
        IReadOnlyList<string> lines = TextFit.Lines(new string('n', 30), 10, TextFit.Width(new string('n', 12), 10), 3);
        Assert.Equal(["nnnnnnnnnnnn", "nnnnnnnnnnnn", "nnnnnn"], lines);
    }

    [Theory]
    [InlineData("p-mckwlbakq5-rw-internal-lb-of-a-very-long-name-that-no-card-holds-00017")]
    [InlineData("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字")]
    [InlineData("x y z x y z x y z x y z x y z x y z x y z x y z x y z x y z x y z x y z x y z x y z x y z x y z")]
    public void What_does_not_fit_loses_its_middle(string text)
    {
        IReadOnlyList<string> lines = TextFit.Lines(text, 12, 150, 2);
        string shown = string.Concat(lines);
        Assert.Equal((2, true, text[0], text[^1]), (lines.Count, shown.Contains('…', StringComparison.Ordinal), shown[0], shown[^1]));
        AssertEach.All(lines, line => Assert.True(TextFit.Width(line, 12) <= 150.1));
    }

    [Fact]
    public void A_very_long_text_is_cut_soon() => Assert.Single(TextFit.Lines(new string('a', 1_000_000), 12, 150, 1));

    [Fact]
    public void What_no_document_may_hold_is_shown_as_such() => Assert.Equal("a\uFFFDb\uFFFD c", TextFit.Clean("a\u0000b\u202e\nc"));
}
