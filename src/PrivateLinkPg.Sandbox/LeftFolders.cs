using System.Diagnostics;
using System.Globalization;

namespace PrivateLinkPg.Sandbox;

/// <summary>Clears what killed sandboxes have left: their folders, and a PostgreSQL whose supervisor was killed as well.</summary>
internal static class LeftFolders
{
    // How far a server's own note of its start may be from what the system says.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    /// <summary>Looks for the folders of dead sandboxes; those of living ones, and what nobody may touch, stay.</summary>
    /// <param name="parent">The folder that they are in.</param>
    public static void Clear(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, "privatelinkpg-*"))
        {
            using var lease = FolderLease.TryTakeOver(folder);
            if (lease is null) continue;
            EndServer(Path.Combine(folder, "data", "postmaster.pid"));
            try
            {
                lease.RemoveFolder();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // A server of it is still ending, or somebody else clears it too. The next start sees to it.
            }
        }
    }

    // The file has the server's id in its first line and the second of its start in its third (PostgreSQL: postmaster.pid). Ids are
    // given again to other processes; these have started at another time.
    private static void EndServer(string file)
    {
        try
        {
            if (!File.Exists(file) || File.ReadAllLines(file) is not [var id, _, var start, ..]) return;
            using var server = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
            var started = DateTimeOffset.FromUnixTimeSeconds(long.Parse(start, CultureInfo.InvariantCulture));
            if ((server.StartTime.ToUniversalTime() - started.UtcDateTime).Duration() > Tolerance) return;
            server.Kill();
            server.WaitForExit(Tolerance);
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or FormatException or IOException
            or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            // It has ended, or is not ours to end.
        }
    }
}
