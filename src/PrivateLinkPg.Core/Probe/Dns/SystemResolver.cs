namespace PrivateLinkPg.Probe.Dns;

/// <summary>Asks as every program on this machine does: hosts file, configured servers, search domains.</summary>
internal sealed class SystemResolver : INameResolver
{
    private const string Me = "the system resolver";

    public async Task<Resolution> ResolveAsync(string name, CancellationToken cancellation)
    {
        try
        {
            // On Unix the system's call cannot be cancelled; it is left behind.
            IPAddress[] found =
                await System.Net.Dns.GetHostAddressesAsync(name, cancellation).WaitAsync(cancellation).ConfigureAwait(false);
            return found.Length > 0
                ? new() { Outcome = ResolutionOutcome.Found, Resolver = Me, Addresses = [.. found.Distinct()] }
                : new() { Outcome = ResolutionOutcome.NoAddress, Resolver = Me };
        }
        catch (SocketException e)
        {
            return new() { Outcome = Outcome(e.SocketErrorCode), Resolver = Me, Reason = e.Message };
        }
    }

    private static ResolutionOutcome Outcome(SocketError error) => error switch
    {
        SocketError.HostNotFound => ResolutionOutcome.NameNotFound,
        SocketError.NoData => ResolutionOutcome.NoAddress,
        SocketError.TimedOut => ResolutionOutcome.TimedOut,
        _ => ResolutionOutcome.ServerFailure, // TryAgain stands for silent and for failing servers alike.
    };
}
