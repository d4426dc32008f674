namespace PrivateLinkPg.Contexts;

/// <summary>Where a service principal's certificate with its private key is.</summary>
internal sealed class ClientCertificate
{
    private readonly Func<X509Certificate2> _load;

    private ClientCertificate(Func<X509Certificate2> load) => _load = load;

    /// <summary>A PKCS#12 (.pfx, .p12) or PEM file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="password">Its password, or null.</param>
    public static ClientCertificate InFile(string path, string? password) => new(() => OfFile(path, password));

    /// <summary>A certificate of the current user's or the machine's store.</summary>
    /// <param name="thumbprint">Its SHA-1 thumbprint; spaces and colons do not count.</param>
    public static ClientCertificate InStore(string thumbprint) => new(() => OfStore(thumbprint));

    /// <summary>Reads it.</summary>
    /// <exception cref="CommandFailedException">CertificateUnusable.</exception>
    public X509Certificate2 Load() => _load();

    private static X509Certificate2 OfFile(string path, string? password)
    {
        try
        {
            bool isPem = File.ReadAllText(path).Contains("-----BEGIN ", StringComparison.Ordinal);
            X509Certificate2 certificate = !isPem ? new(path, password)
                : password is null ? X509Certificate2.CreateFromPemFile(path)
                : X509Certificate2.CreateFromEncryptedPemFile(path, password);
            return certificate.HasPrivateKey ? certificate : throw Failure.CertificateUnusable(path, "It has no private key.");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Failure.CertificateUnusable(path, e.Message, e);
        }
    }

    private static X509Certificate2 OfStore(string thumbprint)
    {
        string wanted = string.Concat(thumbprint.Where(char.IsAsciiHexDigit));
        X509Certificate2[] found = [.. Find(StoreLocation.CurrentUser, wanted), .. Find(StoreLocation.LocalMachine, wanted)];
        return Array.Find(found, certificate => certificate.HasPrivateKey) ?? throw Failure.CertificateUnusable(
            thumbprint,
            found.Length > 0
                ? "It has no private key that this user may use."
                : "No personal certificate of this user or machine has that thumbprint.");
    }

    private static X509Certificate2Collection Find(StoreLocation location, string thumbprint)
    {
        using X509Store store = new(StoreName.My, location);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
        }
        catch (CryptographicException)
        {
            return []; // This platform, or this user, has no such store.
        }
        return store.Certificates.Find(X509FindType.FindByThumbprint, thumbprint, validOnly: false);
    }
}
