using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Probe;

/// <summary>No password gets into a text, and no text is changed for want of one.</summary>
public sealed class SignInTests
{
    [Theory]
    [InlineData("", "not a secret, nor two", "not a secret, nor two")]
    [InlineData("s3cret", "xs3crets3cret!", "x********!")]
    [InlineData("pass", "password pass", "****word ****")]
    [InlineData("pas", "password pas, pas.", "password ****, ****.")]
    [InlineData(" s3cret ", "[s3cret] [ s3cret ]", "[****] [****]")]
    [InlineData("s3\u00ADcret", "s3\u00ADcret, s3cret", "****, ****")]
    [InlineData("a.c", "abc a.c", "abc ****")]
    public void What_a_server_repeats_is_masked(string password, string text, string masked) =>
        Assert.Equal(masked, new SignIn("someone", password, false).Mask(text));

    [Fact]
    public void It_is_shown_by_the_role_alone() => Assert.Equal("someone", $"{new SignIn("someone", "s3cret", true)}");

    // Of a step's time: whether it is over, and not the user who gave up.
    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, true, false)]
    public void A_limit_is_over_when_nobody_gave_up(bool limit, bool probe, bool isOver) =>
        Assert.Equal(isOver, new StepTime(TimeSpan.FromSeconds(1), new CancellationToken(limit), new CancellationToken(probe)).IsOver);
}
