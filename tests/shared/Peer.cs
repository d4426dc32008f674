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
    public Task<string?> MissingAsync() =>
        Task.FromResult(Find(program) is null ? $"{program} is not installed (Debian: apt-get install {package})" : null);

    /// <summary>Its path; null where it is not on PATH.</summary>
    public static string? Find(string program)
    {
        string[] names = OperatingSystem.IsWindows() ? [program + ".exe", program + ".cmd"] : [program];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}

/// <summary>Where everything has to be there: tests that need a peer run in any case.</summary>
public static class BuildServer
{
    public static bool IsThis { get; } = Environment.GetEnvironmentVariable("CI") is "true" or "1";
}
