namespace PrivateLinkPg.Sandbox;

/// <summary>The file that tells a script that the sandbox listens.</summary>
internal static class ReadyFile
{
    /// <summary>Writes it by rename: whoever sees it sees the whole of it.</summary>
    public static async Task WriteAsync(string path, ReadyDocument document, CancellationToken cancellation)
    {
        var partial = path + ".partial";
        await File.WriteAllTextAsync(partial, document.ToJson() + "\n", cancellation);
        File.Move(partial, path, overwrite: true);
    }
}
