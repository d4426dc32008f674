namespace PrivateLinkPg.Hosting;

internal sealed partial class CommandHost
{
    /// <summary>A token of the sign-in for a PostgreSQL server.</summary>
    /// <param name="timeout">How long it may take to come.</param>
    /// <param name="hostName">The server, for the failure.</param>
    /// <exception cref="CommandFailedException">NotConnected, SignInFailed, TimedOut.</exception>
    public async Task<string> PostgreSqlTokenAsync(TimeSpan timeout, string? hostName)
    {
        using TimeLimit limit = Limit(timeout, () => Failure.TokenTimedOut(hostName, timeout));
        // Other inputs of the command wait for the same connection.
        AzureConnection connection = await limit.Of(ConnectionAsync().WaitAsync(limit.Token));
        return await limit.Of(connection.PostgreSqlTokenAsync(limit.Token).WaitAsync(limit.Token));
    }
}
