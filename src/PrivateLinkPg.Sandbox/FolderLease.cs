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
    public static FolderLease Take(string folder) => new(Open(folder, FileMode.CreateNew));

    /// <summary>The lease of a folder that nobody has any more; null when somebody has it, or when it never had one.</summary>
    public static FolderLease? TryTakeOver(string folder)
    {
        // With locks turned off, a folder in use would look like any other.
        if (AppContext.TryGetSwitch("System.IO.DisableFileLocking", out var off) && off) return null;
        if (Environment.GetEnvironmentVariable("DOTNET_SYSTEM_IO_DISABLEFILELOCKING") is "1" or "true" or "True") return null;
        try
        {
            return new(Open(folder, FileMode.Open));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose() => held.Dispose();

    private static FileStream Open(string folder, FileMode mode) =>
        new(Path.Combine(folder, FileName), mode, FileAccess.ReadWrite, FileShare.None);
}
