namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>Which PostgreSQL runs: the user's choice, else the machine's, else the one that npm brings.</summary>
/// <param name="choice">A folder with initdb and postgres, <c>machine</c>, <c>embedded</c>, or nothing.</param>
/// <param name="machine">Finds the machine's.</param>
/// <param name="cache">Keeps the one that npm brings.</param>
internal sealed class PostgresSource(string? choice, Func<PostgresInstallation?> machine, PostgresCache cache)
{
    /// <summary>The environment variable with the user's choice.</summary>
    internal const string Variable = "PRIVATELINKPG_POSTGRES";

    private static readonly string Install =
        OperatingSystem.IsLinux() ? "apt-get install postgresql" : "install it, and put its programs on PATH";

    /// <summary>The user chose, so that nothing else will do.</summary>
    internal static bool IsChosen => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    internal static PostgresSource FromEnvironment() =>
        new(Environment.GetEnvironmentVariable(Variable), PostgresInstallation.Find, PostgresCache.OfThisUser());

    /// <summary>The programs. What npm has to bring for it is told in one line.</summary>
    /// <exception cref="PostgresStartException">
    /// There are none; the message says why and what to do, in one line without an end.
    /// </exception>
    internal async Task<PostgresInstallation> GetAsync(Action<string> tell, CancellationToken cancellation) => choice switch
    {
        null or "" => machine() ?? await BringAsync(
            $"{PostgresInstallation.NotHere}, and npm did not bring it",
            $": {Install}{(cache.LacksNpm ? ", or npm, which brings it along" : "")}", tell, cancellation),
        "machine" => machine() ?? throw new PostgresStartException(
            $"{Variable} is 'machine', but {PostgresInstallation.NotHere}: {Install}"),
        "embedded" => await BringAsync($"{Variable} is 'embedded', but npm did not bring PostgreSQL", "", tell, cancellation),
        _ => PostgresInstallation.In(Path.GetFullPath(choice)) ?? throw new PostgresStartException(
            $"{Variable} is '{choice}', which is neither 'machine' nor 'embedded' nor a folder with initdb and postgres"),
    };

    /// <summary>The programs, or null when it was told why there are none, or when it was stopped.</summary>
    internal async Task<PostgresInstallation?> TryGetAsync(Action<string> tell, Action<string> tellWhyNot, CancellationToken cancellation)
    {
        try
        {
            return await GetAsync(tell, cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (PostgresStartException failure)
        {
            tellWhyNot(failure.Message);
            return null;
        }
    }

    private async Task<PostgresInstallation> BringAsync(string want, string remedy, Action<string> tell, CancellationToken cancellation)
    {
        try
        {
            return await cache.GetAsync(tell, cancellation);
        }
        catch (PostgresStartException failure)
        {
            throw new PostgresStartException($"{want} ({failure.Message}){remedy}");
        }
    }
}
