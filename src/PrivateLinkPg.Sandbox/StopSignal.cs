using System.Runtime.InteropServices;

namespace PrivateLinkPg.Sandbox;

/// <summary>Ctrl+C and SIGTERM: both end the sandbox in good order.</summary>
internal static class StopSignal
{
    public static async Task WaitAsync(CancellationToken cancellation)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stopped.TrySetResult();
        }
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        await using var token = cancellation.Register(stopped.SetResult);
        await stopped.Task;
    }
}
