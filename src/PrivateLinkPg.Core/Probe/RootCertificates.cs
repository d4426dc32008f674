namespace PrivateLinkPg.Probe;

/// <summary>Reads the file that -RootCertificate names.</summary>
internal static class RootCertificates
{
    /// <summary>All certificates of a PEM file, or the one of a DER file.</summary>
    /// <exception cref="CommandFailedException">InvalidRootCertificate.</exception>
    public static X509Certificate2Collection Load(string path)
    {
        X509Certificate2Collection roots = [];
        try
        {
            roots.ImportFromPemFile(path);
            if (roots.Count == 0) roots.Add(new X509Certificate2(path));
            return roots;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Failure.InvalidRootCertificate(path, e);
        }
    }
}
