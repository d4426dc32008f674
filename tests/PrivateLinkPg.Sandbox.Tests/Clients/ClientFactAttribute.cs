namespace PrivateLinkPg.Sandbox.Tests.Clients;

/// <summary>A test by a client from a Debian package. Without it the test is skipped at a desk, and fails on a build server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClientFactAttribute : FactAttribute
{
    public ClientFactAttribute(string path, string package)
    {
        if (Environment.GetEnvironmentVariable("CI") is null && !Path.Exists(path)) Skip = $"{path} is not there: apt-get install {package}";
    }
}
