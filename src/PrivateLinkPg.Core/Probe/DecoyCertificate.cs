namespace PrivateLinkPg.Probe;

/// <summary>
/// Keeps Npgsql from loading a client certificate that nobody passed: it takes one from PGSSLCERT or the home folder unless its settings
/// name a file, and fails where that cannot be read. This file stands there instead; the certificate in it is never sent.
/// </summary>
internal sealed class DecoyCertificate : IDisposable
{
    private readonly DirectoryInfo _folder;

    private DecoyCertificate(DirectoryInfo folder) => _folder = folder;

    /// <summary>A PEM file with a certificate and its key.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "decoy.pem");

    /// <summary>Makes the file, in a folder of this user alone; null where Npgsql would find no certificate.</summary>
    /// <param name="variable">Gives the value of a variable of the environment; null where it is not set.</param>
    /// <param name="now">From when the certificate is valid.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static DecoyCertificate? MakeIfNeeded(Func<string, string?> variable, DateTimeOffset now)
    {
        if (variable("PGSSLCERT") is null && !IsInHomeFolder(variable)) return null;
        DecoyCertificate decoy = new(Directory.CreateTempSubdirectory("privatelinkpg-"));
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate =
            new CertificateRequest("CN=decoy", key, HashAlgorithmName.SHA256).CreateSelfSigned(now, now.AddDays(1));
        File.WriteAllText(decoy.Path, $"{certificate.ExportCertificatePem()}\n{key.ExportECPrivateKeyPem()}\n");
        return decoy;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // Where Npgsql looks (PostgresEnvironment.cs), as libpq does.
    private static bool IsInHomeFolder(Func<string, string?> variable)
    {
        (string home, string folder) = OperatingSystem.IsWindows() ? ("APPDATA", "postgresql") : ("HOME", ".postgresql");
        return variable(home) is { } parent && File.Exists(System.IO.Path.Combine(parent, folder, "postgresql.crt"));
    }
}
