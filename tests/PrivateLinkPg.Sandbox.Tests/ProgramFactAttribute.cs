using System.Runtime.CompilerServices;

namespace PrivateLinkPg.Sandbox.Tests;

/// <summary>
/// A test that needs a program of the machine. Without it the test is skipped at a desk, and fails on a build server, where
/// everything has to be there (the variable CI is set).
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program, string package, [CallerMemberName] string test = "")
    {
        if (Environment.GetEnvironmentVariable("CI") is not null || IsOnPath(program)) return;
        Skip = $"{program} is not installed: apt-get install {package}";
        // The console shows of a skipped test its name alone.
        DisplayName = $"{test}: {Skip}";
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(directory => File.Exists(Path.Combine(directory, program)));
}
