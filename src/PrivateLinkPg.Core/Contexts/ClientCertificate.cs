namespace PrivateLinkPg.Contexts;

/// <summary>Where a service principal's certificate with its private key is.</summary>
internal abstract class ClientCertificate
{
    /// <summary>Reads it.</summary>
    /// <exception cref="Failures.CommandFailedException">CertificateUnusable.</exception>
    public abstract X509Certificate2 Load();

    /// <summary>A PKCS#12 (.pfx, .p12) or PEM file.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="password">Its password, or null.</param>
    public static ClientCertificate InFile(string path, string? password) => new File(path, password);

    /// <summary>A certificate of the current user's or the machine's store.</summary>
    /// <param name="thumbprint">Its SHA-1 thumbprint; spaces and colons do not count.</param>
    public static ClientCertificate InStore(string thumbprint) => new Store(thumbprint);

    private sealed class File(string path, string? password) : ClientCertificate
    {
        public override X509Certificate2 Load()
        {
            try
            {
                X509Certificate2 certificate = Read();
                return certificate.HasPrivateKey ? certificate : throw Failure.CertificateUnusable(path, "It has no private key.");
            }
            catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
            {
                throw Failure.CertificateUnusable(path, e.Message, e);
            }
        }

        private X509Certificate2 Read()
        {
            bool isPem = System.IO.File.ReadAllText(path).Contains("-----BEGIN ", StringComparison.Ordinal);
            return !isPem ? new X509Certificate2(path, password)
                : password is null ? X509Certificate2.CreateFromPemFile(path)
                : X509Certificate2.CreateFromEncryptedPemFile(path, password);
        }
    }

    private sealed class Store(string thumbprint) : ClientCertificate
    {
        public override X509Certificate2 Load()
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
}
