namespace PrivateLinkPg.Sandbox;

/// <summary>
/// The folder of one sandbox, for the files that clients read; only this user may enter it. It goes with the sandbox.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("privatelinkpg-sandbox-");
    private readonly FolderLease lease;

    public WorkFolder() => lease = FolderLease.Take(folder.FullName);

    public string File(string name) => Path.Combine(folder.FullName, name);

    public void Dispose() => lease.RemoveFolder();
}
