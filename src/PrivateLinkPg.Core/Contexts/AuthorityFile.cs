namespace PrivateLinkPg.Contexts;

/// <summary>A PEM file with certificate authorities to trust.</summary>
internal static class AuthorityFile
{
    /// <summary>Reads it.</summary>
    /// <exception cref="CommandFailedException">FileUnusable.</exception>
    public static X509Certificate2Collection Read(string path)
    {
        try
        {
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPemFile(path);
            return authorities.Count > 0
                ? authorities
                : throw Failure.FileUnusable(path, "It holds no PEM certificate (-----BEGIN CERTIFICATE-----).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Failure.FileUnusable(path, e.Message, e);
        }
    }
}
