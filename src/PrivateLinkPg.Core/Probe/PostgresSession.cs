using Npgsql;

namespace PrivateLinkPg.Probe;

/// <summary>
/// The one connection of a probe that signs in. It opens in the background while the steps TLS, certificate and sign-in each wait
/// for their part of it, so that every step is timed apart and the server sees a single session, as psql would make.
/// </summary>
internal sealed class PostgresSession : IAsyncDisposable
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly ProbeState _state;
    private readonly TlsClient? _tls;
    private readonly DecoyCertificate? _decoy;
    private readonly List<NpgsqlDataSource> _sources = [];
    private volatile bool _passwordAsked;
    private volatile bool _isBusy;

    private PostgresSession(ProbeState state, TlsClient? tls)
    {
        _state = state;
        _tls = tls;
        _decoy = tls is null ? null : DecoyCertificate.MakeIfNeeded(Environment.GetEnvironmentVariable, state.Clock.GetUtcNow());
        Opening = OpenAsync();
    }

    /// <summary>Completes when signed in; fails with what the server or the network said.</summary>
    public Task<NpgsqlConnection> Opening { get; }

    /// <summary>Whether the server wanted to see the password.</summary>
    public bool PasswordAsked => _passwordAsked;

    /// <summary>The handshake's side of it; null without TLS.</summary>
    public TlsClient? Tls => _tls;

    /// <summary>Whether a query is under way.</summary>
    public bool IsBusy { get => _isBusy; private set => _isBusy = value; }

    /// <summary>Runs a query. Nobody ends it: whoever is out of time leaves it alone, and the session with it.</summary>
    /// <remarks>
    /// Npgsql takes no token here: with one it asks the server on another connection to cancel, and waits for that without end. And not
    /// on the caller's thread: a text whose end the server keeps back blocks the one that reads it.
    /// </remarks>
    public Task<T> QueryAsync<T>(Func<NpgsqlConnection, Task<T>> query)
    {
        IsBusy = true;
        return Task.Run(async () =>
        {
            try
            {
                return await query(await Opening.ConfigureAwait(false)).ConfigureAwait(false);
            }
            finally
            {
                IsBusy = false;
            }
        });
    }

    /// <summary>Starts to open a session at the state's address.</summary>
    /// <param name="state">Who signs in to what, and where.</param>
    /// <param name="tls">Shakes hands; null for no TLS.</param>
    public static PostgresSession Start(ProbeState state, TlsClient? tls) => new(state, tls);

    /// <summary>Ends the session; one that is still opening, or whose server does not answer, is left to end by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        bool settled = Opening.IsCompleted && !IsBusy;
        Task closing = Task.Run(CloseAsync);
        if (settled) await closing.WaitAsync(Goodbye, _state.Clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        string given = _state.Request.SignIn!.Password;
        string prepared = SaslPrep.Prepare(given);
        // Npgsql normalises, and leaves out the rest of the preparation.
        if (prepared == given || prepared == given.Normalize(NormalizationForm.FormKC))
            return await OpenAsync(given, PostgresSettings.AnyMethod).ConfigureAwait(false);
        try
        {
            // The other methods take the password as it is; which one it will be, only the server knows.
            return await OpenAsync(prepared, PostgresSettings.Scram).ConfigureAwait(false);
        }
        catch (NpgsqlException e) when (e is not PostgresException && !_passwordAsked)
        {
            return await OpenAsync(given, PostgresSettings.AnyMethod).ConfigureAwait(false);
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(string password, string methods)
    {
        NpgsqlDataSource source = PostgresSettings.Source(_state.Address!, _state.Request, _tls, Password, methods, _decoy?.Path);
        _sources.Add(source);
        return await source.OpenConnectionAsync(_stop.Token).ConfigureAwait(false);

        string Password()
        {
            _passwordAsked = true;
            return password;
        }
    }

    private async Task CloseAsync()
    {
        await ((Task)Opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            if (Opening.IsCompletedSuccessfully) await (await Opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            foreach (NpgsqlDataSource source in _sources) await source.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _decoy?.Dispose();
            _stop.Dispose();
        }
    }
}
