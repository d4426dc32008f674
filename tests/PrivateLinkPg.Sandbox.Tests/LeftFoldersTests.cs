using System.Diagnostics;
using System.Globalization;

namespace PrivateLinkPg.Sandbox.Tests;

public sealed class LeftFoldersTests : IDisposable
{
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory();

    public void Dispose() => parent.Delete(recursive: true);

    [Fact]
    public void Only_folders_whose_owner_is_gone_are_cleared()
    {
        var dead = Folder("privatelinkpg-sandbox-dead");
        FolderLease.Take(dead).Dispose();
        var living = Folder("privatelinkpg-sandbox-living");
        using var lease = FolderLease.Take(living);
        var unclaimed = Folder("privatelinkpg-sandbox-not-yet-claimed");
        var other = Folder("somebody-elses");
        FolderLease.Take(other).Dispose();

        LeftFolders.Clear(parent.FullName);
        Assert.Equal([living, unclaimed, other], Directory.GetDirectories(parent.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_process_that_only_has_the_id_of_a_dead_server_lives_on()
    {
        using var self = Process.GetCurrentProcess();
        var dead = Folder("privatelinkpg-postgres-dead");
        FolderLease.Take(dead).Dispose();
        Directory.CreateDirectory(Path.Combine(dead, "data"));
        var longAgo = new DateTimeOffset(self.StartTime.ToUniversalTime(), TimeSpan.Zero).ToUnixTimeSeconds() - 3600;
        File.WriteAllLines(
            Path.Combine(dead, "data", "postmaster.pid"),
            [self.Id.ToString(CultureInfo.InvariantCulture), dead, longAgo.ToString(CultureInfo.InvariantCulture)]);

        LeftFolders.Clear(parent.FullName);
        Assert.False(Directory.Exists(dead));
        Assert.False(self.HasExited);
    }

    [Fact]
    public async Task A_sandbox_that_stops_while_another_clears_removes_its_own_folder()
    {
        using CancellationTokenSource stopped = new();
        var clearing = Task.Run(() =>
        {
            while (!stopped.IsCancellationRequested) LeftFolders.Clear(parent.FullName);
        });
        for (var i = 0; i < 500; i++)
        {
            var folder = Folder($"privatelinkpg-sandbox-{i}");
            var lease = FolderLease.Take(folder);
            for (var file = 0; file < 20; file++) File.WriteAllText(Path.Combine(folder, $"{file}"), "");
            lease.RemoveFolder();
        }
        await stopped.CancelAsync();
        await clearing;
        Assert.Empty(parent.EnumerateFileSystemInfos());
    }

    private string Folder(string name) => parent.CreateSubdirectory(name).FullName;
}
