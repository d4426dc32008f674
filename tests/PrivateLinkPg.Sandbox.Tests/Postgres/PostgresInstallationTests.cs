using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

public sealed class PostgresInstallationTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_newest_version_is_taken_and_halves_are_passed_over()
    {
        Install("versions/9.6/bin", "initdb", "postgres");
        var newest = Install("versions/15/bin", "initdb", "postgres");
        Install("versions/17/bin", "psql");
        Install("versions/common/bin", "initdb", "postgres");
        Assert.Equal(newest, PostgresInstallation.Find("", Path.Combine(folder.FullName, "versions"))?.BinDirectory);
    }

    [Fact]
    public void What_stands_on_path_is_the_users_choice()
    {
        Install("versions/15/bin", "initdb", "postgres");
        var chosen = Install("chosen", "initdb", "postgres");
        var path = $"{Install("client", "psql")}{Path.PathSeparator}{chosen}";
        Assert.Equal(chosen, PostgresInstallation.Find(path, Path.Combine(folder.FullName, "versions"))?.BinDirectory);
    }

    [Fact]
    public void A_folder_of_links_leads_to_the_programs_themselves()
    {
        var real = Install("versions/15/bin", "initdb", "postgres");
        var links = folder.CreateSubdirectory("links").FullName;
        foreach (var program in (string[])["initdb", "postgres"])
            File.CreateSymbolicLink(Path.Combine(links, program), Path.Combine(real, program));
        Assert.Equal(real, PostgresInstallation.Find(links, Path.Combine(folder.FullName, "none"))?.BinDirectory);
    }

    [Fact]
    public void Links_that_an_uninstalled_version_left_are_passed_over()
    {
        var links = folder.CreateSubdirectory("links").FullName;
        foreach (var program in (string[])["initdb", "postgres"])
            File.CreateSymbolicLink(Path.Combine(links, program), Path.Combine(folder.FullName, "gone", program));
        Assert.Null(PostgresInstallation.Find(links, Path.Combine(folder.FullName, "none")));
    }

    [Fact]
    public void A_machine_without_it_has_none() =>
        Assert.Null(PostgresInstallation.Find(folder.FullName, Path.Combine(folder.FullName, "versions")));

    [Fact]
    public async Task The_servers_user_is_postgres_else_nobody()
    {
        Assert.Equal(new ProcessAccount("postgres", 101, 104), await FindAsync("root:x:0:0::/:/bin/sh", "nobody:x:65534:65534::/:", "postgres:x:101:104::/:"));
        Assert.Equal(new ProcessAccount("nobody", 65534, 65534), await FindAsync("root:x:0:0::/:/bin/sh", "nobody:x:65534:65534::/:"));
        Assert.Null(await FindAsync("root:x:0:0::/:/bin/sh", "# nobody"));
    }

    private async Task<ProcessAccount?> FindAsync(params string[] lines)
    {
        var file = Path.Combine(folder.FullName, "passwd");
        await File.WriteAllLinesAsync(file, lines);
        return ProcessAccount.Find(file);
    }

    private string Install(string directory, params string[] programs)
    {
        var created = folder.CreateSubdirectory(directory);
        foreach (var program in programs)
            File.WriteAllText(Path.Combine(created.FullName, program), "");
        return created.FullName;
    }
}
