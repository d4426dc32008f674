namespace PrivateLinkPg.Sandbox;

/// <summary>The folder of one sandbox, for the files that clients read. It goes with the sandbox.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("privatelinkpg-sandbox-");

    public string File(string name) => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
