using PrivateLinkPg.Arm;
using PrivateLinkPg.Arm.Wire;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Core.Tests.Arm;

/// <summary>Few questions are asked one by one, many by lists, and no answer is older than its question.</summary>
public sealed class ListedReadsTests : IDisposable
{
    private const string Scope = "/all";
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(50);

    private readonly ManualClock _clock = new();
    private readonly CancellationTokenSource _lifetime = new();
    private readonly Lock _lock = new();
    private readonly List<string> _asked = [];
    private readonly ListedReads<Item> _reads;
    private Dictionary<string, int> _there = [];
    private TaskCompletionSource? _held;
    private Exception? _refusal;
    private int _pageSize = 1000;

    public ListedReadsTests() => _reads = new(FindAsync, PagesAsync, _clock, _lifetime.Token);

    public void Dispose() => _lifetime.Dispose();

    [Fact]
    public async Task A_handful_is_asked_one_by_one_and_so_is_one_now_and_then()
    {
        Put(1, 100);
        for (int i = 1; i <= 8; i++) Assert.Equal(i, (await Ask(i))!.Value);
        _clock.Advance(TimeSpan.FromSeconds(9));
        for (int i = 9; i <= 40; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            Assert.Equal(i, (await Ask(i))!.Value);
        }
        Assert.Equal(40, Asked().Count(each => each.StartsWith("find", StringComparison.Ordinal)));
        Assert.False(_reads.IsBusy(Scope));
    }

    [Fact]
    public void What_is_being_made_will_be_asked_for_again_and_again()
    {
        for (int i = 0; i < 7; i++) _reads.Expect(Scope);
        Assert.False(_reads.IsBusy(Scope));
        _reads.Expect(Scope);
        Assert.True(_reads.IsBusy(Scope));
        Assert.False(_reads.IsBusy("/other"));
        // So many in ten seconds, and no less recent.
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(_reads.IsBusy(Scope));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(_reads.IsBusy(Scope));
    }

    [Fact]
    public async Task A_thousand_at_once_take_two_lists_at_most()
    {
        Put(1, 1000);
        Item?[] found = await AnswersAsync(Enumerable.Range(1, 1100));
        Assert.Equal(Enumerable.Range(1, 1000).Select(number => (int?)number).Concat(Enumerable.Repeat((int?)null, 100)), found.Select(item => item?.Value));
        Assert.Equal(8, Asked().Count(each => each.StartsWith("find", StringComparison.Ordinal)));
        Assert.InRange(Asked().Count(each => each == "list"), 1, 2);
        Assert.True(_reads.IsBusy(Scope));
    }

    [Fact]
    public async Task A_list_that_had_begun_answers_no_later_question()
    {
        Put(1, 9);
        await Many();
        _held = new();
        Task<Item?>[] before = [Ask(9), Ask(8)];
        _clock.Advance(Gathering);
        await WaitFor("list");
        _there["9"] = 99; // Changed after the list was read.
        Task<Item?>[] after = [Ask(9), Ask(8)];
        Task spaced = _clock.WhenWaitedForAsync(TimeSpan.FromSeconds(0.2));
        Release();
        Assert.Equal(9, (await before[0])!.Value);
        await spaced;
        Assert.False(after[0].IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(99, (await after[0])!.Value);
    }

    [Fact]
    public async Task What_goes_on_and_on_is_asked_once_a_second()
    {
        Put(1, 20);
        await Many();
        DateTimeOffset start = _clock.GetUtcNow();
        for (int round = 0; round < 40; round++) AssertEach.All(await AnswersAsync([1, 2, 3]), item => Assert.NotNull(item));
        Assert.Equal(40, Asked().Count(each => each == "list"));
        Assert.InRange(_clock.GetUtcNow() - start, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_a_list_does_not_have_yet_is_asked_for_itself_where_it_was_just_written()
    {
        await Many();
        Task<Item?>[] asked = [.. Enumerable.Range(1, 4).Select(number => _reads.FindAsync(Scope, $"{number}", id => id == "3", default))];
        await AnsweredAsync(Task.WhenAll(asked));
        Assert.Equal(["list", "find 3"], Asked().Skip(8));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(401)]
    public async Task Who_may_not_list_asks_one_by_one_from_then_on(int status)
    {
        Put(1, 20);
        await Many();
        _refusal = Refusal(status);
        for (int round = 0; round < 2; round++)
        {
            Item?[] found = await AnswersAsync(Enumerable.Range(1, 10));
            Assert.Equal(Enumerable.Range(1, 10), found.Select(item => item!.Value));
        }
        Assert.Equal(1, Asked().Count(each => each == "list"));
        Assert.False(_reads.IsBusy(Scope));
    }

    [Fact]
    public async Task A_failure_is_everybodys_and_the_next_question_is_asked_anew()
    {
        Put(1, 20);
        await Many();
        _refusal = Refusal(500);
        Task<Item?>[] failing = [.. Enumerable.Range(1, 5).Select(Ask)];
        await AnsweredAsync(Task.WhenAll(failing));
        foreach (Task<Item?> each in failing) Assert.Equal(500, (await Assert.ThrowsAsync<ArmException>(() => each)).Status);
        _refusal = null;
        AssertEach.All(await AnswersAsync(Enumerable.Range(1, 5)), item => Assert.NotNull(item));
    }

    [Fact]
    public async Task A_list_that_costs_more_than_the_questions_is_given_up_and_not_tried_again()
    {
        Put(1, 100);
        _pageSize = 10;
        await Many();
        for (int round = 0; round < 2; round++)
        {
            Item?[] found = await AnswersAsync(Enumerable.Range(91, 5));
            Assert.Equal(Enumerable.Range(91, 5), found.Select(item => item!.Value));
        }
        Assert.Equal(5, Asked().Count(each => each == "page"));
        // It is worth it for more.
        AssertEach.All(await AnswersAsync(Enumerable.Range(1, 50)), item => Assert.NotNull(item));
        Assert.Equal(15, Asked().Count(each => each == "page"));
    }

    [Fact]
    public async Task Who_wants_all_shares_a_list_too_however_long_it_is()
    {
        Put(1, 100);
        _pageSize = 1;
        await Many();
        Task<int[]> counting = Task.WhenAll(Enumerable.Range(1, 20).Select(async _ => (await AllAsync()).Count));
        await AnsweredAsync(counting);
        int[] counts = await counting;
        AssertEach.All(counts, count => Assert.Equal(100, count));
        Assert.InRange(Asked().Count(each => each == "list"), 1, 2);
    }

    [Fact]
    public async Task Who_gives_up_ends_the_list_of_nobody_else()
    {
        Put(1, 9);
        await Many();
        _held = new();
        using CancellationTokenSource impatient = new();
        Task<Item?> stopped = _reads.FindAsync(Scope, "1", _ => false, impatient.Token), patient = Ask(2);
        _clock.Advance(Gathering);
        await WaitFor("list");
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        Release();
        Assert.Equal(2, (await patient)!.Value);
    }

    [Fact]
    public async Task The_end_of_the_command_ends_what_waits()
    {
        Put(1, 9);
        await Many();
        Task<Item?> waiting = Ask(1);
        Assert.False(waiting.IsCompleted);
        await _lifetime.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private Task<Item?> Ask(int number) => _reads.FindAsync(Scope, $"{number}", _ => false, default);

    private async Task<Item?[]> AnswersAsync(IEnumerable<int> numbers)
    {
        Task<Item?[]> answers = Task.WhenAll(numbers.Select(Ask));
        await AnsweredAsync(answers);
        return await answers;
    }

    // Lets the time go on to whatever is waited for; what it ended with is the caller's.
    private async Task AnsweredAsync(Task answers)
    {
        while (!answers.IsCompleted)
        {
            if (!_clock.AdvanceToNext()) await Task.Yield();
        }
    }

    // The eight that are asked one by one.
    private async Task Many()
    {
        for (int i = 0; i < 8; i++) await Ask(1);
    }

    private async Task<List<Item>> AllAsync()
    {
        List<Item> all = [];
        await foreach (Item item in _reads.ListAsync(Scope, default)) all.Add(item);
        return all;
    }

    private void Put(int from, int to) => _there = Enumerable.Range(from, to - from + 1).ToDictionary(number => $"{number}", number => number);

    private void Release() => Interlocked.Exchange(ref _held, null)!.SetResult();

    private static ArmException Refusal(int status) =>
        ArmException.From(new ScriptedTransport.ScriptedResponse(new(status, """{"error":{"code":"No","message":"As planned."}}""")), $"GET {Scope}");

    private Task<Item?> FindAsync(string id, CancellationToken cancellation)
    {
        Note($"find {id}");
        return Task.FromResult(_there.TryGetValue(id, out int value) ? new Item { Id = id, Value = value } : null);
    }

    private async IAsyncEnumerable<IReadOnlyList<Item>> PagesAsync(string scope, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        Assert.Equal(Scope, scope);
        Item[] all = [.. _there.Select(each => new Item { Id = each.Key, Value = each.Value })];
        Note("list");
        if (_refusal is not null) throw _refusal;
        if (_held is { } held) await held.Task.WaitAsync(cancellation);
        foreach (Item[] page in all.Chunk(_pageSize))
        {
            Note("page");
            yield return page;
        }
    }

    private void Note(string request)
    {
        lock (_lock)
        {
            _asked.Add(request);
            if (_waited is { } waited && waited.Request == request) waited.Seen.TrySetResult();
        }
    }

    private (string Request, TaskCompletionSource Seen)? _waited;

    private Task WaitFor(string request)
    {
        lock (_lock)
        {
            if (_asked.Contains(request)) return Task.CompletedTask;
            TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _waited = (request, seen);
            return seen.Task;
        }
    }

    private List<string> Asked()
    {
        lock (_lock) return [.. _asked];
    }

    private sealed record Item : Reference
    {
        public int Value { get; init; }
    }
}
