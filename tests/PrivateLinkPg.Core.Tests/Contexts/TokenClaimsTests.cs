using PrivateLinkPg.Contexts;

namespace PrivateLinkPg.Core.Tests.Contexts;

public sealed class TokenClaimsTests
{
    [Fact]
    public void A_token_tells_tenant_account_audience_and_end()
    {
        TokenClaims claims = TokenClaims.Read(Jwt.Unsigned(new { tid = "t", upn = "jörg@contoso.com", appid = "a", aud = "https://management.azure.com/", exp = 1767225600 }));

        Assert.Equal(new TokenClaims("t", "jörg@contoso.com", "https://management.azure.com/", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)), claims);
    }

    [Fact]
    public void An_application_is_known_by_its_id() => Assert.Equal("a", TokenClaims.Read(Jwt.Unsigned(new { azp = "a" })).Account);

    [Theory]
    [InlineData("upn unique_name preferred_username appid azp", "upn")]
    [InlineData("azp appid preferred_username unique_name", "unique_name")]
    [InlineData("azp appid preferred_username", "preferred_username")]
    [InlineData("azp appid", "appid")]
    [InlineData("azp", "azp")]
    [InlineData("other", null)]
    public void The_account_is_the_users_name_else_the_applications_id(string claims, string? account) =>
        Assert.Equal(account, TokenClaims.Read(Jwt.Unsigned(claims.Split(' ').ToDictionary(each => each))).Account);

    [Fact]
    public void A_claim_that_is_no_text_is_none() =>
        Assert.Equal(new TokenClaims(null, "a", null, null), TokenClaims.Read(Jwt.Unsigned(new { tid = 5, upn = new[] { "x" }, appid = "a" })));

    [Theory]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("a.b")]
    [InlineData("a.!!!.c")]
    [InlineData("a.W10.c")] // []
    [InlineData("a.eyJleHAiOjFlMzAwLCJ0aWQiOjF9.c")] // {"exp":1e300,"tid":1}
    [InlineData("a.eyJleHAiOjk5OTk5OTk5OTk5OTk5OX0.c")] // {"exp":99999999999999}
    [InlineData("a.eyJleHAiOiJ4In0.c")] // {"exp":"x"}
    public void A_token_that_tells_nothing_is_no_error(string token) => Assert.Equal(new TokenClaims(null, null, null, null), TokenClaims.Read(token));
}
