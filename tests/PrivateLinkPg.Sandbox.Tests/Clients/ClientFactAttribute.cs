using System.Runtime.CompilerServices;

namespace PrivateLinkPg.Sandbox.Tests.Clients;

/// <summary>A test by a client from a Debian package. Without it the test is skipped at a desk, and fails on a build server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClientFactAttribute : FactAttribute
{
    public ClientFactAttribute(string path, string package, [CallerMemberName] string test = "")
    {
        if (Environment.GetEnvironmentVariable("CI") is not null || Path.Exists(path)) return;
        Skip = $"{path} is not there: apt-get install {package}";
        // The console shows of a skipped test its name alone.
        DisplayName = $"{test}: {Skip}";
    }
}
