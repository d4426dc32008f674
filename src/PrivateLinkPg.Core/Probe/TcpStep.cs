namespace PrivateLinkPg.Probe;

/// <summary>Opens a TCP connection, trying one address after the other as libpq does.</summary>
internal sealed class TcpStep : IProbeStep
{
    public string Name => "Tcp";
    public ProbeFault? TimeoutFault => ProbeFault.AddressSilent;

    public async Task<StepOutcome> RunAsync(ProbeState state, ProbeConnection connection, StepTime time)
    {
        List<StepOutcome> failed = [];
        foreach (IPAddress address in state.Candidates)
        {
            state = state with { Address = address };
            IPEndPoint end = new(address, state.Request.Port);
            using CancellationTokenSource share = new(time.Limit / state.Candidates.Count, state.Clock);
            using CancellationTokenSource attempt = CancellationTokenSource.CreateLinkedTokenSource(time.Token, share.Token);
            Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(end, attempt.Token).ConfigureAwait(false);
                if (state.Request.SignIn is null) connection.Socket = socket;
                return StepOutcome.Passed($"{end} takes connections.", state);
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
                if (connection.Socket != socket) socket.Dispose();
            }
        }
        return StepOutcome.Failed(failed[0].Fault!.Value, string.Join(" ", failed.Select(each => each.Detail)), state);
    }

    private static StepOutcome Explain(IPEndPoint end, SocketError error, string message, CancellationToken limit) => error switch
    {
        SocketError.ConnectionRefused => StepOutcome.Failed(ProbeFault.PortClosed, $"{end} refuses connections."),
        SocketError.TimedOut => StepOutcome.Failed(
            ProbeFault.AddressSilent, $"{end} does not answer{(limit.IsCancellationRequested ? " within the time allowed" : "")}."),
        _ => StepOutcome.Failed(ProbeFault.AddressUnreachable, $"{end} cannot be reached: {message}"),
    };
}
