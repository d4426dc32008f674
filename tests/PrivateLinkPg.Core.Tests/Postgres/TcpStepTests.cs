using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>One address after the other is tried, and what the others do is told: on loopback, where some listen, refuse, or say nothing.</summary>
public sealed class TcpStepTests : IDisposable
{
    private static readonly IPAddress Open = IPAddress.Parse("127.0.0.21");
    private static readonly IPAddress Closed = IPAddress.Parse("127.0.0.22");
    private static readonly IPAddress Silent = IPAddress.Parse("127.0.0.23");
    // No TCP connection leads to all at once.
    private static readonly IPAddress Nowhere = IPAddress.Parse("127.255.255.255");
    private readonly TcpListener _listener = new(Open, 0);
    private readonly ManualClock _clock = new();

    public TcpStepTests() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Behind_one_that_takes_connections_the_dead_are_told()
    {
        StepOutcome told = await RunAsync([Closed, Open, Closed, Open]);

        Assert.Equal("Passed", told.Status);
        string[] dead = [$"{Closed}:{Port} refuses connections.", $"{Closed}:{Port} refuses connections."];
        Assert.Equal(dead, told.State!.DeadAddresses);
        Assert.Equal($"{Open}:{Port} takes connections. {dead[0]} {dead[1]}", told.Detail);
        Assert.Equal(Open, told.State.Address);
        Assert.Empty((await RunAsync([Open, Open])).State!.DeadAddresses);
    }

    // A quarter of the time at most, and a second at most.
    [Theory]
    [InlineData(15, 1)]
    [InlineData(2, 0.5)]
    public async Task The_others_are_not_waited_for_long(int limit, double wait)
    {
        using FullQueue full = new(Silent, Port);
        Task waiting = _clock.WhenWaitedForAsync(TimeSpan.FromSeconds(wait));
        Task<StepOutcome> running = RunAsync([Open, Silent], limit);
        await waiting;
        _clock.Advance(TimeSpan.FromSeconds(wait));

        Assert.Equal([$"{Silent}:{Port} does not answer within the time allowed."], (await running).State!.DeadAddresses);
    }

    [Fact]
    public async Task Who_gives_up_does_not_wait_for_the_others()
    {
        using FullQueue full = new(Silent, Port);
        using CancellationTokenSource user = new();
        Task waiting = _clock.WhenWaitedForAsync(TimeSpan.FromSeconds(1));
        Task<StepOutcome> running = RunAsync([Open, Silent], user: user);
        await waiting;
        await user.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    // Each has its share of the time.
    [Fact]
    public async Task A_silent_one_gives_way_to_the_next()
    {
        using FullQueue full = new(Silent, Port);
        Task waiting = _clock.WhenWaitedForAsync(TimeSpan.FromSeconds(5));
        Task<StepOutcome> running = RunAsync([Silent, Open, Open]);
        await waiting;
        _clock.Advance(TimeSpan.FromSeconds(5));

        StepOutcome told = await running;
        Assert.Equal(Open, told.State!.Address);
        Assert.Equal([$"{Silent}:{Port} does not answer within the time allowed."], told.State.DeadAddresses);
    }

    // The steps up to the dial meet nothing that a server says.
    [Fact]
    public void What_fails_before_the_dial_is_no_matter_of_a_protocol() => Assert.False(new TcpStep().IsAfterDial || new NameStep().IsAfterDial);

    [Fact]
    public async Task Where_all_fail_the_first_decides_and_all_are_told()
    {
        StepOutcome told = await RunAsync([Nowhere, Closed]);

        Assert.Equal(("Failed", ProbeFault.AddressUnreachable), (told.Status, told.Fault));
        Assert.StartsWith($"{Nowhere}:{Port} cannot be reached: ", told.Detail, StringComparison.Ordinal);
        Assert.EndsWith($" {Closed}:{Port} refuses connections.", told.Detail, StringComparison.Ordinal);
        Assert.Equal(Closed, told.State!.Address);
    }

    [Fact]
    public async Task A_limit_that_ends_while_one_is_silent_is_told_and_who_gave_up_is_not_told_so()
    {
        using FullQueue full = new(Silent, Port);
        using CancellationTokenSource limit = new();
        Task<StepOutcome> running = RunAsync([Silent], step: limit);
        await limit.CancelAsync();
        Assert.Equal((ProbeFault.AddressSilent, "No answer within 15 s."), ((await running).Fault, (await running).Detail));

        using CancellationTokenSource user = new();
        running = RunAsync([Silent], user: user);
        await user.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    // With a sign-in, by its own connection; without, when all is done.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_connection_is_left_open(bool signsIn)
    {
        ProbeConnection connection = new();
        Assert.Equal("Passed", (await RunAsync([Open], connection: connection, signIn: signsIn ? new("someone", "long-secret", false) : null)).Status);
        using Socket met = await _listener.AcceptSocketAsync();
        Task<int> end = met.ReceiveAsync(new byte[1]);
        Assert.Equal(signsIn, connection.Socket is null);
        if (!signsIn)
        {
            Assert.True(connection.Socket!.Connected);
            await connection.DisposeAsync();
        }
        await Patience.UntilAsync(() => end.IsCompleted);
        Assert.Equal(0, await end);
    }

    private Task<StepOutcome> RunAsync(
        IPAddress[] addresses, int limit = 15, CancellationTokenSource? step = null, CancellationTokenSource? user = null, ProbeConnection? connection = null, SignIn? signIn = null)
    {
        ProbeState state = new(new() { HostName = "db", Port = Port, SignIn = signIn, SslMode = PgSslMode.Disable }, null!, _clock) { Candidates = addresses };
        CancellationToken probe = user?.Token ?? CancellationToken.None;
        return new TcpStep().RunAsync(state, connection ?? new(), new(TimeSpan.FromSeconds(limit), step?.Token ?? probe, probe));
    }
}
