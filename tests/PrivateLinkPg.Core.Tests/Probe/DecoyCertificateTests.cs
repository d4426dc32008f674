using System.Security.Cryptography.X509Certificates;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Probe;

/// <summary>A file stands where Npgsql would find a certificate that nobody passed.</summary>
public sealed class DecoyCertificateTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly (string Variable, string Folder) Home = OperatingSystem.IsWindows() ? ("APPDATA", "postgresql") : ("HOME", ".postgresql");
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("decoy-");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public void Where_Npgsql_would_find_none_there_is_none()
    {
        Assert.Null(Make());
        Assert.Null(Make((Home.Variable, _home.FullName)));
        _home.CreateSubdirectory(Home.Folder);
        Assert.Null(Make((Home.Variable, _home.FullName)));
    }

    [Fact]
    public void Where_it_would_find_one_there_is_another()
    {
        Taken(Make(("PGSSLCERT", "/nowhere/client.crt")));
        File.WriteAllText(Path.Combine(_home.CreateSubdirectory(Home.Folder).FullName, "postgresql.crt"), "anything");
        Taken(Make((Home.Variable, _home.FullName)));
        Assert.Null(Make(("OTHER", _home.FullName)));
    }

    private static DecoyCertificate? Make(params (string Name, string Value)[] variables) =>
        DecoyCertificate.MakeIfNeeded(name => variables.Where(each => each.Name == name).Select(each => each.Value).SingleOrDefault(), Now);

    private static void Taken(DecoyCertificate? decoy)
    {
        Assert.NotNull(decoy);
        using (X509Certificate2 certificate = X509Certificate2.CreateFromPemFile(decoy.Path))
        {
            Assert.True(certificate.HasPrivateKey);
            Assert.Equal((Now, Now.AddDays(1)), (new(certificate.NotBefore), new(certificate.NotAfter)));
        }
        decoy.Dispose();
        Assert.False(Directory.Exists(Path.GetDirectoryName(decoy.Path)));
    }
}
