using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Testing;

/// <summary>A PostgreSQL that tests run on. A class of tests is written once, and has one derived class for each of these.</summary>
public interface IPostgresUnderTest : IPeer
{
    /// <summary>What a user would choose it by.</summary>
    static abstract string Choice { get; }
}

/// <summary>The one that is installed on this machine, of whatever version.</summary>
public sealed class MachinePostgres : IPostgresUnderTest
{
    public static string Choice => "machine";

    public Task<string?> MissingAsync() => PostgresUnderTest<MachinePostgres>.MissingAsync();
}

/// <summary>The one that npm brings, which is an 18.</summary>
public sealed class Postgres18 : IPostgresUnderTest
{
    public static string Choice => "embedded";

    public Task<string?> MissingAsync() => PostgresUnderTest<Postgres18>.MissingAsync();
}

/// <summary>Gets it once for all tests of a project.</summary>
internal static partial class PostgresUnderTest<T>
    where T : IPostgresUnderTest
{
    private static readonly Lazy<Task<(PostgresInstallation? Found, string? WhyNot)>> Search = new(SearchAsync);

    /// <summary>Why it cannot be had; null when it can.</summary>
    public static async Task<string?> MissingAsync() => (await Search.Value).WhyNot;

    /// <summary>Its programs; null when it cannot be had and no test runs that needs them; an error where they run all the same.</summary>
    public static async Task<PostgresInstallation?> FindAsync() =>
        await MissingAsync() is not null && !BuildServer.IsThis ? null : await GetAsync();

    /// <summary>Its programs.</summary>
    public static async Task<PostgresInstallation> GetAsync() => (await Search.Value).Found ?? throw new InvalidOperationException(await MissingAsync());

    /// <summary>The client that came with it.</summary>
    public static async Task<PostgresClient> ClientAsync() => PostgresClient.Of((await GetAsync()).BinDirectory);

    /// <summary>The version that its programs say they have, 18.4 for example; servers must say the same.</summary>
    public static async Task<Version> VersionAsync()
    {
        var text = (await ProgramRun.OfAsync((await GetAsync()).Program("postgres"), ["--version"])).Output;
        var version = Version.Parse(Number().Match(text).Value);
        Assert.True(typeof(T) != typeof(Postgres18) || version.Major == 18, text);
        return version;
    }

    private static async Task<(PostgresInstallation?, string?)> SearchAsync()
    {
        string? reason = null;
        var source = new PostgresSource(T.Choice, PostgresInstallation.Find, PostgresCache.OfThisUser());
        var found = await source.TryGetAsync(_ => { }, why => reason = why, CancellationToken.None);
        if (found is not null) return PostgresClient.IsIn(found.BinDirectory) ? (found, null) : (null, PostgresClient.NotIn(found.BinDirectory));
        // It says first what a user had chosen.
        return (null, reason!.Split(", but ", 2)[^1]);
    }

    [GeneratedRegex(@"\d+\.\d+")]
    private static partial Regex Number();
}
