using System.Runtime.ExceptionServices;

namespace PrivateLinkPg.Link;

/// <summary>What Azure told when asked for one thing: it is there, it is not, or this account may not know.</summary>
/// <param name="Value">What is there; null where it is not, or may not be read.</param>
/// <param name="Refusal">Azure's refusal, which names the request and the reason.</param>
internal readonly record struct Fact<T>(T? Value, ArmException? Refusal = null) where T : class
{
    public bool IsFound => Value is not null;

    /// <summary>True where Azure knows no such thing; of a list, no such subscription or parent.</summary>
    public bool IsMissing => Value is null && Refusal is null or { Status: 404 };

    /// <summary>True where this account may not know.</summary>
    public bool IsNotReadable => Refusal is { Status: not 404 };

    /// <summary>What is there, or null (of a list never), for whoever cannot go on without knowing.</summary>
    /// <exception cref="ArmException">Azure refused.</exception>
    public T? OrThrow()
    {
        if (Refusal is not null) ExceptionDispatchInfo.Throw(Refusal);
        return Value;
    }
}

/// <summary>Makes facts of calls: the one place where a refusal is taken as an answer.</summary>
internal static class Fact
{
    /// <param name="call">The question.</param>
    /// <param name="orSilence">Whether it is an answer too that Azure fails, or does not answer this one in time.</param>
    public static async Task<Fact<T>> OfAsync<T>(Task<T?> call, bool orSilence = false) where T : class
    {
        try
        {
            return new(await call);
        }
        catch (ArmException e) when (orSilence || e.Status is 401 or 403 or 404 or 405)
        {
            return new(null, e);
        }
        catch (CommandFailedException e) when (orSilence && e.Failure.Kind == FailureKind.Timeout)
        {
            return new(null, ArmException.Unanswered($"GET {e.Failure.Target}", e.Failure.Message));
        }
    }

    public static Task<Fact<IReadOnlyList<T>>> OfAsync<T>(IAsyncEnumerable<T> list, bool orSilence = false) =>
        OfAsync<IReadOnlyList<T>>(AllAsync(list)!, orSilence);

    /// <summary>
    /// The first of a list that is wanted, without a look at the pages after it; missing where there is none, or nothing that the list
    /// could be of.
    /// </summary>
    public static async Task<Fact<T>> OfFirstAsync<T>(IAsyncEnumerable<T> list, Func<T, bool> wanted, bool orSilence = false)
        where T : class
    {
        Fact<T> first = await OfAsync(FirstAsync(list, wanted), orSilence);
        return first.IsNotReadable ? first : new(first.Value);
    }

    private static async Task<T?> FirstAsync<T>(IAsyncEnumerable<T> list, Func<T, bool> wanted) where T : class
    {
        await foreach (T each in list)
        {
            if (wanted(each)) return each;
        }
        return null;
    }

    private static async Task<IReadOnlyList<T>> AllAsync<T>(IAsyncEnumerable<T> list)
    {
        List<T> all = [];
        await foreach (T each in list) all.Add(each);
        return all;
    }
}
