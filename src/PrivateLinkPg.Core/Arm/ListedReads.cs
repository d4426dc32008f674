using System.Runtime.CompilerServices;

namespace PrivateLinkPg.Arm;

/// <summary>
/// Reads the resources of one type: each by itself or, where many are asked for, all that are asked for at a time by one list of their
/// scope, since Azure counts requests and not what they bring. A list begins after the question that it answers, so its answer is as new.
/// </summary>
/// <param name="find">Reads one; null where there is none.</param>
/// <param name="list">Lists a scope, page by page.</param>
/// <param name="clock">The time.</param>
/// <param name="lifetime">Ends lists, which are nobody's own.</param>
internal sealed class ListedReads<T>(
    Func<string, CancellationToken, Task<T?>> find, Func<string, CancellationToken, IAsyncEnumerable<IReadOnlyList<T>>> list,
    TimeProvider clock, CancellationToken lifetime) where T : Reference
{
    // Fewer questions in so much time are not worth a list, which may bring thousands that nobody asked for.
    private const int Many = 8;
    private static readonly TimeSpan Recently = TimeSpan.FromSeconds(10);

    // Questions that come one after the other are gathered: before the first list, and from list to list; longer where it goes on and on,
    // since Azure's limit lets one spend at first what comes back slowly.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan FirstSpacing = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);
    private const int FirstLists = 20;

    private readonly Dictionary<string, Scope> _scopes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>One resource, or null where there is none.</summary>
    /// <param name="scope">What it would be listed with: names the list.</param>
    /// <param name="id">Its id.</param>
    /// <param name="wasWritten">Whether this process has just written it, so that a list may not have it yet.</param>
    /// <param name="cancellation">Ends the question.</param>
    public async Task<T?> FindAsync(string scope, string id, Func<string, bool> wasWritten, CancellationToken cancellation)
    {
        if (Join(scope) is { } listing && await listing.WaitAsync(cancellation).ConfigureAwait(false) is { } all)
        {
            if (all.TryGetValue(id, out T? found)) return found;
            if (!wasWritten(id)) return null;
        }
        return await find(id, cancellation).ConfigureAwait(false);
    }

    /// <summary>Notes that a resource of a scope will be asked for again and again, since it is being made.</summary>
    public void Expect(string scope)
    {
        lock (_scopes) Count(Asked(scope));
    }

    /// <summary>Whether so many are asked for in a scope that lists are read there.</summary>
    public bool IsBusy(string scope)
    {
        lock (_scopes) return _scopes.TryGetValue(scope, out Scope? asked) && !asked.IsClosed && IsBusy(asked);
    }

    /// <summary>All resources of a scope.</summary>
    /// <exception cref="ArmException">Azure refused.</exception>
    public async IAsyncEnumerable<T> ListAsync(string scope, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (Join(scope, needsAll: true) is { } listing && await listing.WaitAsync(cancellation).ConfigureAwait(false) is { } all)
        {
            foreach (T item in all.Values) yield return item;
            yield break;
        }
        await foreach (IReadOnlyList<T> page in list(scope, cancellation).ConfigureAwait(false))
        {
            foreach (T item in page) yield return item;
        }
    }

    // Null for a question that is asked by itself.
    private Task<Dictionary<string, T>?>? Join(string name, bool needsAll = false)
    {
        lock (_scopes)
        {
            Scope scope = Asked(name);
            if (scope.IsClosed) return null;
            bool many = IsBusy(scope);
            Count(scope);
            if (scope.Next is null)
            {
                if (!many) return null;
                scope.Next = new();
                scope.Last = ReadAsync(name, scope, scope.Next, scope.Last);
            }
            scope.Next.Questions++;
            scope.Next.NeedsAll |= needsAll;
            return scope.Next.Answer.Task;
        }
    }

    private Scope Asked(string name) => _scopes.TryGetValue(name, out Scope? scope) ? scope : _scopes[name] = new();

    private void Count(Scope scope)
    {
        scope.Recent.Enqueue(clock.GetTimestamp());
        if (scope.Recent.Count > Many) scope.Recent.Dequeue();
    }

    private bool IsBusy(Scope scope) => scope.Recent.Count == Many && clock.GetElapsedTime(scope.Recent.Peek()) <= Recently;

    private async Task ReadAsync(string name, Scope scope, Batch batch, Task before)
    {
        try
        {
            await before.ConfigureAwait(false);
            TimeSpan spacing = scope.Lists < FirstLists ? FirstSpacing : Spacing;
            TimeSpan wait = scope.Started is { } started ? spacing - clock.GetElapsedTime(started) : Gathering;
            await Task.Delay(wait > Gathering ? wait : Gathering, clock, lifetime).ConfigureAwait(false);
            lock (_scopes) (scope.Next, scope.Started, scope.Lists) = (null, clock.GetTimestamp(), scope.Lists + 1);
            batch.Answer.SetResult(await AllAsync(name, scope, batch).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            lock (_scopes) scope.Next = scope.Next == batch ? null : scope.Next;
            batch.Answer.SetException(e);
        }
    }

    // Null where the list is refused, or costs as many requests as the questions would.
    private async Task<Dictionary<string, T>?> AllAsync(string name, Scope scope, Batch batch)
    {
        int worth = batch.NeedsAll ? int.MaxValue : batch.Questions;
        if (worth <= scope.Pages) return null;
        Dictionary<string, T> all = new(StringComparer.OrdinalIgnoreCase);
        int pages = 0;
        try
        {
            await foreach (IReadOnlyList<T> page in list(name, lifetime).ConfigureAwait(false))
            {
                foreach (T item in page) all[item.Id ?? ""] = item;
                scope.Pages = Math.Max(scope.Pages, ++pages);
                if (pages >= worth) return null;
            }
        }
        catch (ArmException e) when (e.Status is 401 or 403 or 404 or 405)
        {
            // Who may not list all may still read what is theirs.
            scope.IsClosed = true;
            return null;
        }
        scope.Pages = pages;
        return all;
    }

    private sealed class Scope
    {
        public Queue<long> Recent { get; } = [];
        public Batch? Next { get; set; }
        public Task Last { get; set; } = Task.CompletedTask;
        public long? Started { get; set; }
        public int Lists { get; set; }
        public int Pages { get; set; } = 1;
        public bool IsClosed { get; set; }
    }

    private sealed class Batch
    {
        public int Questions { get; set; }
        public bool NeedsAll { get; set; }
        public TaskCompletionSource<Dictionary<string, T>?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
