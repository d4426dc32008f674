namespace PrivateLinkPg.Sandbox;

/// <summary>
/// Tells a folder in use from one whose owner was killed: the owner holds a file of it locked, and the system gives the lock back
/// when the process ends, however that is.
/// </summary>
internal sealed class FolderLease : IDisposable
{
    private const string FileName = ".lease";
    private readonly FileStream held;

    private FolderLease(FileStream held) => this.held = held;

    /// <summary>Makes a folder of one's own out of a new one.</summary>
    public static FolderLease Take(string folder)
    {
        if (OperatingSystem.IsWindows()) return new(Open(folder, FileName, FileMode.CreateNew));
        // Elsewhere a file is made first and locked then; under its own name somebody who clears what is left could come in between.
        var held = Open(folder, $"{FileName}.new", FileMode.CreateNew);
        File.Move(held.Name, Path.Combine(folder, FileName));
        return new(held);
    }

    /// <summary>The lease of a folder that nobody has any more; null when somebody has it, or when it never had one.</summary>
    public static FolderLease? TryTakeOver(string folder)
    {
        // With locks turned off, a folder in use would look like any other.
        if (AppContext.TryGetSwitch("System.IO.DisableFileLocking", out var off) && off) return null;
        if (Environment.GetEnvironmentVariable("DOTNET_SYSTEM_IO_DISABLEFILELOCKING") is "1" or "true" or "True") return null;
        try
        {
            return new(Open(folder, FileName, FileMode.Open));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Removes the folder, and gives it back last: in between, somebody who clears what is left would take it over.</summary>
    public void RemoveFolder()
    {
        if (OperatingSystem.IsWindows()) held.Dispose(); // It removes no file that is in use.
        try
        {
            Directory.Delete(Path.GetDirectoryName(held.Name)!, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else removed it.
        }
        finally
        {
            held.Dispose();
        }
    }

    public void Dispose() => held.Dispose();

    private static FileStream Open(string folder, string name, FileMode mode) =>
        new(Path.Combine(folder, name), mode, FileAccess.ReadWrite, FileShare.None);
}
