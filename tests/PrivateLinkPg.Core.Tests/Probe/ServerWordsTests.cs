using Npgsql;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Probe;

/// <summary>What a peer says is repeated without the secret that it was told.</summary>
public sealed class ServerWordsTests
{
    private static readonly SignIn Who = new("someone", "long-secret", false);

    [Fact]
    public void A_refusal_is_repeated_with_its_detail_and_without_the_secret()
    {
        Assert.Equal("The server says: No (because **** is wrong) (28P01).", ServerWords.Of(new PostgresException("No.\r\n", "FATAL", "FATAL", "28P01", detail: "because long-secret is wrong. "), Who));
        Assert.Equal("The server says: No (28P01).", ServerWords.Of(new PostgresException("No", "FATAL", "FATAL", "28P01", detail: ""), Who));
        Assert.Equal("The server says: No (28P01).", ServerWords.Refusal("No", null, "28P01", null));
        Assert.Equal("The server says: **** (****).", ServerWords.Refusal("long-secret", null, "long-secret", Who));
    }

    [Fact]
    public void A_failure_is_told_by_its_innermost_reason()
    {
        Assert.Equal("It broke on ****.", ServerWords.Of(new InvalidOperationException("Outer.", new IOException("It broke on long-secret.")), Who));
        Assert.Equal("It broke.", ServerWords.Of(new IOException("It broke. "), null));
        Assert.StartsWith("It announces a message that is longer than there is memory for", ServerWords.Of(new InvalidOperationException("Outer.", new InsufficientMemoryException()), Who), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("someone", "someone", "someone")]
    [InlineData("long-secret", "long-secret", "long-secret")]
    [InlineData("long-secret", "someone", "****")]
    [InlineData("long-secret", null, "****")]
    public void A_fact_that_was_asked_for_stays(string told, string? asked, string shown) => Assert.Equal(shown, ServerWords.Fact(told, asked, Who));
}
