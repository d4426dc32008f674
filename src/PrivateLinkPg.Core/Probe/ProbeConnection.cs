namespace PrivateLinkPg.Probe;

/// <summary>What of a probe is alive: closed when the probe is done, however it ends.</summary>
internal sealed class ProbeConnection : IAsyncDisposable
{
    /// <summary>The open connection of the TCP step, for a probe that does not sign in.</summary>
    public Socket? Socket { get; set; }

    /// <summary>The session, opening or open.</summary>
    public PostgresSession? Session { get; set; }

    public async ValueTask DisposeAsync()
    {
        Socket?.Dispose();
        if (Session is not null) await Session.DisposeAsync().ConfigureAwait(false);
    }
}
