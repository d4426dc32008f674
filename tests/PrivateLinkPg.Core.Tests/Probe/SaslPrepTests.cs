using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Probe;

/// <summary>Passwords as SCRAM works on them: RFC 4013's examples, what each table does, and what is taken as it is.</summary>
public sealed class SaslPrepTests
{
    [Theory]
    [InlineData("I\u00ADX", "IX")]
    [InlineData("user", "user")]
    [InlineData("USER", "USER")]
    [InlineData("\u00AA", "a")]
    [InlineData("\u2168", "IX")]
    [InlineData("a b~!", "a b~!")]
    [InlineData("p\u00E4ss", "p\u00E4ss")]
    [InlineData("a\u00A0b", "a b")]
    [InlineData("a\u3000b", "a b")]
    [InlineData("a\u200Bb", "a b")]
    [InlineData("a\uFE05b", "ab")]
    [InlineData("\U0001D400\u00AD", "A")]
    [InlineData("\u0627\u00AD\u0628", "\u0627\u0628")]
    [InlineData("\u0627\u00AD1\u0628", "\u06271\u0628")]
    public void It_is_prepared(string given, string prepared) => Assert.Equal(prepared, SaslPrep.Prepare(given));

    // Each with a soft hyphen, which would be gone if the rest were allowed.
    [Theory]
    [InlineData("\u00AD")]
    [InlineData("\u0007\u00AD")]
    [InlineData("a\u007F\u00AD")]
    [InlineData("a\u0085\u00AD")]
    [InlineData("a\u009F\u00AD")]
    [InlineData("a\uE123\u00AD")]
    [InlineData("a\uFFFD\u00AD")]
    [InlineData("a\uD800\u00AD")]
    [InlineData("\U0001D400\uDC00\u00AD")]
    [InlineData("a\u2FF5\u00AD")]
    [InlineData("a\u202E\u00AD")]
    [InlineData("a\U000E0001\u00AD")]
    [InlineData("a\u0221\u00AD")]
    [InlineData("\U0001F600\u00AD")]
    [InlineData("\u0627\u00AD1")]
    [InlineData("1\u00AD\u0627")]
    [InlineData("\u0627\u00ADb\u0628")]
    [InlineData("1\u00AD\u06272")]
    public void What_is_forbidden_is_taken_as_it_is(string given) => Assert.Equal(given, SaslPrep.Prepare(given));

    [Fact]
    public void Every_table_ends_where_it_ends()
    {
        // The first that RFC 3454 leaves unassigned, and its neighbours.
        Assert.Equal("\u0220", SaslPrep.Prepare("\u00AD\u0220"));
        Assert.Equal("\u00AD\u0221", SaslPrep.Prepare("\u00AD\u0221"));
        Assert.Equal("\u0222", SaslPrep.Prepare("\u00AD\u0222"));
        Assert.True(SaslPrep.CanNormalise);
    }
}
