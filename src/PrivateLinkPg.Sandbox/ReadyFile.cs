namespace PrivateLinkPg.Sandbox;

/// <summary>The file that tells a script that the sandbox listens.</summary>
internal static class ReadyFile
{
    /// <summary>Writes it by rename: whoever sees it sees the whole of it. It holds secrets, so only this user may read it.</summary>
    public static async Task WriteAsync(string path, ReadyDocument document, CancellationToken cancellation)
    {
        var partial = path + ".partial";
        File.Delete(partial); // Its mode would stay.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(partial, options))
            await writer.WriteAsync((document.ToJson() + "\n").AsMemory(), cancellation);
        File.Move(partial, path, overwrite: true);
    }
}
