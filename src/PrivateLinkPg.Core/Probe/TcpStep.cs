namespace PrivateLinkPg.Probe;

/// <summary>Opens a TCP connection, trying one address after the other as libpq does.</summary>
internal sealed class TcpStep : IProbeStep
{
    public string Name => "Tcp";
    public bool IsAfterDial => false;
    public ProbeFault? TimeoutFault => ProbeFault.AddressSilent;

    // The others are only good to know.
    private static readonly TimeSpan OthersLimit = TimeSpan.FromSeconds(1);

    public async Task<StepOutcome> RunAsync(ProbeState state, ProbeConnection connection, StepTime time)
    {
        List<StepOutcome> failed = [];
        foreach (IPAddress address in state.Candidates)
        {
            state = state with { Address = address };
            IPEndPoint end = new(address, state.Request.Port);
            using CancellationTokenSource share = new(time.Limit / state.Candidates.Count, state.Clock);
            using CancellationTokenSource attempt = CancellationTokenSource.CreateLinkedTokenSource(time.Token, share.Token);
            Socket? socket = null;
            try
            {
                // Fails where the machine has no such address family.
                socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(end, attempt.Token).ConfigureAwait(false);
                if (state.Request.SignIn is null) connection.Socket = socket;
                IEnumerable<string> others = await DeadAsync(state, failed.Count + 1, time).ConfigureAwait(false);
                string[] dead = [.. failed.Select(each => each.Detail), .. others];
                return StepOutcome.Passed(string.Join(' ', [$"{end} takes connections.", .. dead]), state with { DeadAddresses = dead });
            }
            catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !time.Token.IsCancellationRequested))
            {
                failed.Add(Explain(end, (e as SocketException)?.SocketErrorCode ?? SocketError.TimedOut, e.Message, share.Token));
            }
            catch (OperationCanceledException) when (time.IsOver)
            {
                return StepOutcome.Failed(ProbeFault.AddressSilent, time.Words, state);
            }
            finally
            {
                // A probe that signs in connects anew: Npgsql takes no open socket.
                if (connection.Socket != socket) socket?.Dispose();
            }
        }
        return StepOutcome.Failed(failed[0].Fault!.Value, string.Join(" ", failed.Select(each => each.Detail)), state);
    }

    // Clients that take another address first, or each in turn, meet those that do not answer.
    private static async Task<IEnumerable<string>> DeadAsync(ProbeState state, int tried, StepTime time)
    {
        TimeSpan most = time.Limit / 4 < OthersLimit ? time.Limit / 4 : OthersLimit;
        using CancellationTokenSource limit = new(most, state.Clock);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(time.Token, limit.Token);
        string?[] said = await Task.WhenAll(state.Candidates.Skip(tried).Select(TryAsync)).ConfigureAwait(false);
        return said.OfType<string>();

        async Task<string?> TryAsync(IPAddress address)
        {
            IPEndPoint end = new(address, state.Request.Port);
            try
            {
                using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(end, both.Token).ConfigureAwait(false);
                return null;
            }
            catch (SocketException e)
            {
                return Explain(end, e.SocketErrorCode, e.Message, both.Token).Detail;
            }
            catch (OperationCanceledException) when (!time.Probe.IsCancellationRequested)
            {
                return Explain(end, SocketError.TimedOut, "", both.Token).Detail;
            }
        }
    }

    private static StepOutcome Explain(IPEndPoint end, SocketError error, string message, CancellationToken limit) => error switch
    {
        SocketError.ConnectionRefused => StepOutcome.Failed(ProbeFault.PortClosed, $"{end} refuses connections."),
        SocketError.TimedOut => StepOutcome.Failed(
            ProbeFault.AddressSilent, $"{end} does not answer{(limit.IsCancellationRequested ? " within the time allowed" : "")}."),
        _ => StepOutcome.Failed(ProbeFault.AddressUnreachable, $"{end} cannot be reached: {message}"),
    };
}
