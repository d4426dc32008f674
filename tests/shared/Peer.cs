namespace PrivateLinkPg.Testing;

/// <summary>Something of somebody else's that tests hold our work to, and that a machine may lack.</summary>
public interface IPeer
{
    /// <summary>A build server has it: a test that needs it runs there in any case, and fails where it is missing.</summary>
    bool IsOnBuildServers => true;

    /// <summary>Why it cannot be had here, and what to install; null when it can.</summary>
    Task<string?> MissingAsync();
}

/// <summary>A program on PATH.</summary>
public abstract class ProgramPeer(string program, string package) : IPeer
{
    public string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
        .FirstOrDefault(File.Exists);

    public Task<string?> MissingAsync() =>
        Task.FromResult(Find() is null ? $"{program} is not installed (Debian: apt-get install {package})" : null);
}
