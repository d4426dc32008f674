using Npgsql;

namespace PrivateLinkPg.Probe;

/// <summary>
/// The one connection of a probe that signs in. It opens in the background while the steps TLS, certificate and sign-in each wait
/// for their part of it, so that every step is timed apart and the server sees a single session, as psql would make.
/// </summary>
internal sealed class PostgresSession : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly NpgsqlDataSource _source;

    private PostgresSession(NpgsqlDataSource source)
    {
        _source = source;
        Opening = OpenAsync();
    }

    /// <summary>Completes when signed in; fails with what the server or the network said.</summary>
    public Task<NpgsqlConnection> Opening { get; }

    /// <summary>Starts to open a session at <paramref name="address"/>.</summary>
    /// <param name="address">Where to connect; TLS still speaks to the host name.</param>
    /// <param name="request">Who signs in to what.</param>
    /// <param name="trust">Judges the certificate; null for no TLS.</param>
    public static PostgresSession Start(IPAddress address, ProbeRequest request, ServerTrust? trust)
    {
        SignIn signIn = request.SignIn ?? throw new InvalidOperationException("A probe without a sign-in needs no session.");
        NpgsqlSlimDataSourceBuilder builder = new();
        NpgsqlConnectionStringBuilder settings = builder.ConnectionStringBuilder;
        settings.Host = address.ToString();
        settings.Port = request.Port;
        settings.Username = signIn.User;
        settings.Password = signIn.Password;
        settings.Database = request.Database;
        settings.Pooling = false;
        settings.ApplicationName = "PrivateLinkPg";
        settings.Timeout = Math.Max(1, (int)Math.Ceiling(request.TimeLimit.TotalSeconds));
        settings.SslNegotiation = SslNegotiation.Postgres;
        // Our own judge decides for all modes; Npgsql lets it do so in this one.
        settings.SslMode = trust is null ? SslMode.Disable : SslMode.Require;
        // Saves a query for types that the probe does not read.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        if (trust is not null) builder.EnableTransportSecurity().UseSslClientAuthenticationOptionsCallback(trust.Apply);
        return new(builder.Build());
    }

    /// <summary>Ends the session; one that is still opening is left to end by itself.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        bool settled = Opening.IsCompleted;
        Task closing = CloseAsync();
        if (settled) await closing.ConfigureAwait(false);
    }

    private async Task<NpgsqlConnection> OpenAsync() => await _source.OpenConnectionAsync(_stop.Token).ConfigureAwait(false);

    private async Task CloseAsync()
    {
        await ((Task)Opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Opening.IsCompletedSuccessfully) await (await Opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }
}
