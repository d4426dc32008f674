namespace PrivateLinkPg.Pictures;

/// <summary>Files with pictures.</summary>
internal static class PictureFile
{
    /// <summary>Writes a file in UTF-8.</summary>
    /// <exception cref="CommandFailedException">FileNotWritten.</exception>
    public static async Task<FileInfo> SaveAsync(string path, string text, bool noClobber, CancellationToken cancellation)
    {
        try
        {
            using FileStream file = new(path, noClobber ? FileMode.CreateNew : FileMode.Create, FileAccess.Write);
            using StreamWriter writer = new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            await writer.WriteAsync(text.AsMemory(), cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Failure.FileNotWritten(path, e);
        }
        return new(path);
    }
}
