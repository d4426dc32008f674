namespace PrivateLinkPg.Hosting;

/// <summary>
/// What one running command has: its output, its clock, its cancellation and its connection to Azure, resolved once and only when needed.
/// </summary>
internal sealed partial class CommandHost : IDisposable
{
    /// <summary>How many inputs of one command are worked on at once, where the user says nothing.</summary>
    // Enough to keep Azure's limits busy: in the minute that an operation takes, 25 reads a second are those of some 250 endpoints.
    public const int DefaultThrottleLimit = 256;

    // How many requests are on the network then: more do not come back sooner.
    private const int MostRequests = 32;

    private readonly CancellationTokenSource _cancellation;
    private readonly PipelineOutput _output;
    private readonly WorkQueue _queue;
    private readonly int _throttleLimit;
    // One for the command: what is nested multiplies the inputs and their parts, but not the requests.
    private readonly RequestGate _requests;
    private readonly IConnectionSource _connections;
    private readonly TimeSpan _patience;
    private Task<AzureConnection>? _connection;
    private Task<ArmGateway>? _arm;
    private Task<ArmGateway>? _hastyArm;
    private readonly Dictionary<string, Task> _shared = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Task> _turns = new(StringComparer.OrdinalIgnoreCase);
    // Of the handler that runs: it flows with the work, into all that the handler starts.
    private readonly AsyncLocal<object?> _input;

    /// <param name="engine">Where output goes in the end.</param>
    /// <param name="connections">Where the connection to Azure comes from.</param>
    /// <param name="clock">The time.</param>
    /// <param name="throttleLimit">How many inputs are worked on at once, and at most how many requests are under way.</param>
    /// <param name="patience">How long Azure may take to answer a question, and a sign-in to be found; null sets no limit.</param>
    /// <param name="name">What the command is called, for its progress.</param>
    /// <param name="debug">Whether somebody wants to see bodies of requests.</param>
    public CommandHost(
        ICommandOutput engine, IConnectionSource connections, TimeProvider clock, int throttleLimit = DefaultThrottleLimit,
        TimeSpan? patience = null, string name = "PrivateLinkPg", bool debug = true)
    {
        (_cancellation, _input, Pipeline) = (new(), new(), new());
        Progress = new(this, name);
        _connections = connections;
        _patience = patience ?? Timeout.InfiniteTimeSpan;
        _output = new PipelineOutput(new PlainOutput(engine), _cancellation, () => _input.Value);
        _queue = new WorkQueue(Pipeline, throttleLimit, _cancellation.Token);
        _throttleLimit = throttleLimit;
        _requests = new(new SemaphoreSlim(Math.Min(throttleLimit, MostRequests)), clock, Trace) { ShowsBodies = debug };
        Clock = clock;
    }

    /// <summary>Where handlers write.</summary>
    public ICommandOutput Output => _output;

    public TimeProvider Clock { get; }

    /// <summary>Cancelled by Ctrl+C, by a stop from downstream, and by -ErrorAction Stop.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>The thread that handlers run on.</summary>
    public PipelineThread Pipeline { get; }

    /// <summary>Under whose name this command works, and against which Azure.</summary>
    /// <exception cref="CommandFailedException">NotConnected, SignInFailed, TimedOut.</exception>
    public Task<AzureConnection> ConnectionAsync() => _connection ??= _outer?.ConnectionAsync() ?? ConnectAsync();

    /// <summary>The gateway to Azure under the context of this command.</summary>
    /// <exception cref="CommandFailedException">NotConnected, SignInFailed, TimedOut.</exception>
    public Task<ArmGateway> ArmAsync() => _arm ??= _outer?.ArmAsync() ?? OpenAsync();

    /// <summary>As above, for questions whose answers may be missed: one for all of them, with the patience of the first.</summary>
    /// <param name="patience">How long an answer may take, with all its tries.</param>
    public Task<ArmGateway> ArmAsync(TimeSpan patience) => _hastyArm ??= _outer?.ArmAsync(patience) ?? OpenAsync(patience);

    /// <summary>A gateway under a connection that is not, or not yet, this command's own, or with a patience of its own.</summary>
    public ArmGateway Open(AzureConnection connection, TimeSpan? patience = null) =>
        new(connection, Clock, Trace, _requests, patience ?? _patience, Cancellation);

    /// <summary>How many requests of this command wait for a limit of Azure's now. May be asked from any thread.</summary>
    public int WaitingForAzure => _requests.Waiting;

    /// <summary>How far the command is with all that it works on.</summary>
    public CommandProgress Progress { get; }

    /// <summary>Runs <paramref name="work"/> once for all inputs of this command that need the same, such as one zone's creation.</summary>
    /// <param name="key">Names the work; compared without case, as Azure compares ids.</param>
    /// <param name="work">Runs on the pipeline thread, for the first that asks.</param>
    public Task<T> OnceAsync<T>(string key, Func<Task<T>> work)
    {
        if (!_shared.TryGetValue(key, out Task? task)) _shared[key] = task = work();
        return (Task<T>)task;
    }

    /// <summary>Runs <paramref name="work"/> after all earlier work under any of the same keys, so that it finds what that left.</summary>
    /// <param name="keys">Name what the work is on, such as the ids of zones; compared without case.</param>
    /// <param name="work">Runs on the pipeline thread.</param>
    public async Task InTurnAsync(IEnumerable<string> keys, Func<Task> work)
    {
        using Turn turn = await TurnAsync(keys);
        await work();
    }

    /// <summary>As above, for work that ends with the turn's disposal.</summary>
    public async Task<Turn> TurnAsync(params IEnumerable<string> keys)
    {
        Turn own = new();
        List<Task> before = [];
        foreach (string key in keys)
        {
            if (_turns.TryGetValue(key, out Task? turn) && turn != own.Ended) before.Add(turn);
            _turns[key] = own.Ended;
        }
        try
        {
            await Task.WhenAll(before);
            Cancellation.ThrowIfCancellationRequested();
            return own;
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Waits until all inputs have come and their handlers are done, or wait here as well. For what must not be done before the last of
    /// them; whoever waits keeps no other input from its turn.
    /// </summary>
    public Task InputsEndedAsync() => _queue.InputsEndedAsync();

    /// <summary>A limit to the time of what begins now; its failure is TimedOut, and says what did not finish.</summary>
    public TimeLimit Limit(TimeSpan limit, object? target, string what) =>
        new(limit, late => Failure.TimedOut(target, what, limit, late as UnacceptedException), Clock, Cancellation);

    /// <summary>As above, with the caller's own failure.</summary>
    public TimeLimit Limit(TimeSpan limit, Func<CommandFailedException> failure) => new(limit, _ => failure(), Clock, Cancellation);

    /// <summary>Starts <paramref name="handler"/> for one input; returns while fewer than the limit are running.</summary>
    /// <param name="handler">Runs on the pipeline thread; what it throws becomes one failure.</param>
    /// <param name="target">The target of failures that name none.</param>
    /// <param name="input">What was piped, whole, for failures to tell; null where nothing was.</param>
    public void Start(Func<Task> handler, object? target, object? input = null)
    {
        _queue.Start(() =>
        {
            _input.Value = input;
            return GuardAsync(handler, target);
        });
        _output.ThrowIfEnded();
    }

    /// <summary>Works on all that one input turned out to mean, as <see cref="Overlap"/> does.</summary>
    /// <param name="items">What is meant.</param>
    /// <param name="target">The target of an item's failure, where that names none.</param>
    /// <param name="work">Runs on the pipeline thread.</param>
    public async Task ForEachAsync<T>(IReadOnlyList<T> items, Func<T, object?> target, Func<T, Task> work)
    {
        async Task OneAsync(T item) => await work(item);
        await using Overlap overlap = Overlap();
        foreach (T item in items)
        {
            await overlap.FreeAsync();
            overlap.Add(OneAsync(item), target(item));
        }
    }

    /// <summary>Overlaps the work on all that one input turned out to mean, as many at once as inputs of the command.</summary>
    public Overlap Overlap() => new(this, _throttleLimit);

    /// <summary>Runs <paramref name="handler"/> and reports what it throws as one failure; a stop is silent.</summary>
    /// <param name="handler">Runs on the pipeline thread.</param>
    /// <param name="input">The target of failures that name none.</param>
    public async Task GuardAsync(Func<Task> handler, object? input)
    {
        Progress.Begin();
        try
        {
            await handler();
            Progress.End(failed: false);
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            // Stopped: the user wants silence, not an error.
        }
        catch (Exception e)
        {
            Progress.End(failed: true);
            Tell(output => output.WriteFailure(FailureMapper.Map(e, input)));
        }
    }

    /// <summary>Writes what no handler waits for. Should the engine end the pipeline over it, Start or Complete throws that.</summary>
    public void Tell(Action<ICommandOutput> write)
    {
        try
        {
            write(Output);
        }
        catch (OperationCanceledException)
        {
            // As above.
        }
    }

    /// <summary>Warns, once a command for all inputs that meet the same.</summary>
    public Task WarnOnceAsync(string message) => OnceAsync("warn " + message, () =>
    {
        Output.WriteWarning(message);
        return Task.FromResult(true);
    });

    /// <summary>Waits for all handlers.</summary>
    public void Complete()
    {
        _queue.Complete();
        Progress.Complete();
        Pipeline.RunReady();
        _output.ThrowIfEnded();
    }

    /// <summary>Stops all handlers; what Azure has begun goes on there.</summary>
    public void Cancel() => _cancellation.Cancel();

    public void Dispose() => _cancellation.Dispose();

    private async Task<AzureConnection> ConnectAsync()
    {
        using TimeLimit limit = new(_patience, _ => Failure.TimedOut(_patience), Clock, Cancellation);
        // Not every way to sign in can be stopped.
        return await limit.Of(_connections.ResolveAsync(Pipeline, limit.Token).WaitAsync(limit.Token));
    }

    private async Task<ArmGateway> OpenAsync(TimeSpan? patience = null) => Open(await ConnectionAsync(), patience);

    // Called from any thread while a request is under way.
    private void Trace(ArmTrace trace) => Pipeline.Post(_ =>
    {
        if (Cancellation.IsCancellationRequested) return;
        if (trace.Kind == ArmTraceKind.Outage) Tell(_ => WarnOnceAsync(trace.Text));
        else if (trace.Kind == ArmTraceKind.Body) Tell(output => output.WriteDebug(trace.Text));
        else Tell(output => output.WriteVerbose(trace.Text));
    }, null);
}
