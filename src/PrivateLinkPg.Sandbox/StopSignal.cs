using System.Runtime.InteropServices;

namespace PrivateLinkPg.Sandbox;

/// <summary>Ctrl+C and SIGTERM: both end the sandbox in good order, from its first moment on.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource stopped;
    private readonly List<PosixSignalRegistration> registrations;

    internal StopSignal(CancellationToken cancellation)
    {
        stopped = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Stop))];
    }

    /// <summary>Cancelled by the signal.</summary>
    internal CancellationToken Token => stopped.Token;

    internal Task WaitAsync() => Task.Delay(Timeout.Infinite, Token).ContinueWith(
        _ => { },
        CancellationToken.None,
        TaskContinuationOptions.None,
        TaskScheduler.Default);

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        stopped.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        stopped.Cancel();
    }
}
