namespace PrivateLinkPg.Testing;

/// <summary>What holds of every one, of which there are some: xunit's Assert.All holds of nothing too.</summary>
internal static class AssertEach
{
    public static void All<T>(IEnumerable<T> items, Action<T> check)
    {
        T[] some = [.. items];
        Assert.NotEmpty(some);
        Assert.All(some, check);
    }
}
