namespace PrivateLinkPg.Sandbox.Postgres;

/// <summary>Where the folders of servers are when nobody says it.</summary>
internal static class ServerPlace
{
    /// <summary>Linux' file system in memory.</summary>
    private const string Memory = "/dev/shm";

    // A server has about 30 MB, and the machine has twice as much memory as that file system by default.
    private const long Plenty = 4L << 30;

    /// <summary>
    /// In memory, on Linux where there is plenty of it and TMPDIR names no place: to make a server a thousand files are written, which is
    /// most of its start on a disk. Else the system's temporary folder.
    /// </summary>
    public static string Default() => OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("TMPDIR") is null or "" && IsPlenty()
        ? Memory : Path.GetTempPath();

    private static bool IsPlenty()
    {
        try
        {
            if (new DriveInfo(Memory) is not { IsReady: true, DriveFormat: "tmpfs", AvailableFreeSpace: > Plenty }) return false;
            // Containers may have it read-only.
            Directory.Delete(Directory.CreateDirectory(Path.Combine(Memory, $"privatelinkpg-{Guid.NewGuid():N}")).FullName);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
