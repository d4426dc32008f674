using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Link;

/// <summary>What a look at Azure found, where that it may not be looked at is an answer too.</summary>
/// <param name="Value">What is there; null where it is not, or not readable.</param>
/// <param name="Readable">False where the account may not read it.</param>
internal sealed record Seen<T>(T? Value, bool Readable) where T : class;

/// <summary>Makes <see cref="Seen{T}"/>.</summary>
internal static class Seen
{
    /// <summary>Waits for a call and takes a refusal as "not readable".</summary>
    public static async Task<Seen<T>> AsyncOf<T>(Task<T?> call) where T : class
    {
        try
        {
            return new(await call, true);
        }
        catch (ArmException e) when (e.Status is 401 or 403)
        {
            return new(null, false);
        }
    }

    /// <summary>Waits for a list; a subscription that the account does not see at all is not readable either.</summary>
    public static async Task<Seen<IReadOnlyList<T>>> AsyncOf<T>(IAsyncEnumerable<T> list)
    {
        try
        {
            List<T> all = [];
            await foreach (T each in list) all.Add(each);
            return new(all, true);
        }
        catch (ArmException e) when (e.Status is 401 or 403 or 404)
        {
            return new(null, false);
        }
    }
}
