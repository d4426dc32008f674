using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Probe;

public sealed class SignInWarningsTests
{
    [Theory]
    [InlineData("secret", true, 0)]
    [InlineData("secret", false, 0)]
    [InlineData("pässword", true, 0)]
    [InlineData("pässword", false, 1)]
    [InlineData("secret\n", true, 1)]
    [InlineData("secret\r", true, 1)]
    [InlineData("\nsecret", true, 0)]
    [InlineData("pässword\n", false, 2)]
    [InlineData("", false, 0)]
    public void A_password_that_may_not_be_what_was_meant_is_warned_of(string password, bool canNormalise, int warnings)
    {
        string[] told = [.. SignInWarnings.Of(new("someone", password, false), canNormalise)];

        Assert.Equal(warnings, told.Length);
        Assert.DoesNotContain(told, warning => warning.Contains(password.Trim(), StringComparison.Ordinal));
    }
}
