using System.Net.Security;

namespace PrivateLinkPg.Probe;

/// <summary>A client's certificate with its key, and the intermediates that go with it.</summary>
internal sealed class TlsIdentity : IDisposable
{
    private readonly X509Certificate2 _own;
    private readonly X509Certificate2Collection _others;

    private TlsIdentity(X509Certificate2 own, X509Certificate2Collection others, string? exposedKey = null)
    {
        _own = own;
        _others = others;
        ExposedKey = exposedKey;
        Context = SslStreamCertificateContext.Create(own, others, offline: true);
    }

    /// <summary>What a handshake sends.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>The key's PEM file where its mode is one that libpq refuses; null for a good one, for PFX, and on Windows.</summary>
    public string? ExposedKey { get; }

    /// <summary>Reads a PFX file, or a PEM file with its key in it or beside it.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="keyPath">The file of the key; null where the certificate's has it.</param>
    /// <param name="password">For a key that is encrypted; null where none was given.</param>
    /// <exception cref="CommandFailedException">InvalidClientCertificate.</exception>
    public static TlsIdentity Load(string path, string? keyPath, string? password)
    {
        byte[] content = Read(path, path);
        string text = Encoding.UTF8.GetString(content);
        if (text.Contains("-----BEGIN ", StringComparison.Ordinal)) return FromPem(path, text, keyPath, password);
        if (keyPath is not null)
        {
            throw Failure.InvalidClientCertificate(
                path, "is not a PEM file, and one of another kind has its key in itself",
                "Leave out -ClientKey, or pass the certificate as PEM.");
        }
        return FromPfx(path, content, password);
    }

    public void Dispose()
    {
        _own.Dispose();
        foreach (X509Certificate2 other in _others) other.Dispose();
    }

    private static TlsIdentity FromPem(string path, string text, string? keyPath, string? password)
    {
        string key = keyPath is null ? text : Encoding.UTF8.GetString(Read(keyPath, path));
        if (!text.Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
        {
            throw Failure.InvalidClientCertificate(
                path, "holds no certificate", "Pass the file that begins with -----BEGIN CERTIFICATE-----, and the key's with -ClientKey.");
        }
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw keyPath is null
                ? Failure.InvalidClientCertificate(
                    path, "holds no private key", "Pass the key's file with -ClientKey, or a file that has both.")
                : Failure.InvalidClientCertificate(
                    keyPath, "holds no private key", "Pass the PEM file of the certificate's key with -ClientKey.");
        }
        bool isEncrypted = key.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal);
        if (key.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
        {
            throw Failure.InvalidClientCertificate(
                keyPath ?? path, "has its key encrypted in OpenSSL's old way",
                "Convert the key: openssl pkcs8 -topk8 -in <old> -out <new>.");
        }
        if (isEncrypted && password is null) throw NoPassword(keyPath ?? path);
        try
        {
            using X509Certificate2 read = isEncrypted
                ? X509Certificate2.CreateFromEncryptedPem(text, key, password) : X509Certificate2.CreateFromPem(text, key);
            X509Certificate2Collection others = [];
            others.ImportFromPem(text);
            others[0].Dispose();
            others.RemoveAt(0);
            return new(Usable(read), others, IsExposed(keyPath ?? path) ? keyPath ?? path : null);
        }
        catch (ArgumentException e)
        {
            throw Failure.InvalidClientCertificate(
                path, "and its key do not belong together",
                "Pass the key that the certificate was made for, with the certificate first in its file.", e);
        }
        catch (Exception e) when (e is CryptographicException or NotSupportedException)
        {
            throw isEncrypted ? WrongPassword(keyPath ?? path, e) : Unreadable(path, e);
        }
    }

    private static TlsIdentity FromPfx(string path, byte[] content, string? password)
    {
        X509Certificate2Collection all = [];
        try
        {
            all.Import(content, password, X509KeyStorageFlags.DefaultKeySet);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw !IsPfx(content) ? Unreadable(path, e)
                : password is null ? NoPassword(path, e) : WrongPassword(path, e);
        }
        X509Certificate2 own = all.FirstOrDefault(each => each.HasPrivateKey) ?? throw Failure.InvalidClientCertificate(
            path, "holds no private key", "Export the certificate with its private key, or pass it as PEM with -ClientKey.");
        all.Remove(own);
        return new(own, all);
    }

    private static bool IsPfx(byte[] content)
    {
        try
        {
            return X509Certificate2.GetCertContentType(content) == X509ContentType.Pkcs12;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    // The group may read one that is root's; whose it is, .NET does not say.
    private static bool IsExposed(string path) => !OperatingSystem.IsWindows()
        && (File.GetUnixFileMode(path) & (UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute)) != 0;

    // Windows shakes hands only with keys that have been in a PFX.
    private static X509Certificate2 Usable(X509Certificate2 read) => OperatingSystem.IsWindows()
        ? new(read.Export(X509ContentType.Pkcs12)) : new(read);

    private static byte[] Read(string path, string certificate)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failure.InvalidClientCertificate(
                path, $"cannot be read: {e.Message.TrimEnd('.')}",
                $"Check the path that -{(path == certificate ? "ClientCertificate" : "ClientKey")} names, and the rights to it.", e);
        }
    }

    private static CommandFailedException NoPassword(string path, Exception? cause = null) => Failure.InvalidClientCertificate(
        path, "is encrypted, and no password was passed", "Pass it with -ClientKeyPassword (Read-Host -AsSecureString).", cause);

    private static CommandFailedException WrongPassword(string path, Exception cause) => Failure.InvalidClientCertificate(
        path, "cannot be decrypted with the password of -ClientKeyPassword, or is damaged", "Check the password, and the file.", cause);

    private static CommandFailedException Unreadable(string path, Exception cause) => Failure.InvalidClientCertificate(
        path, "is no certificate that can be read, neither PEM nor PFX",
        "Give a PFX file, or a PEM file with the certificate first, its intermediates after it, and its RSA or EC key in it or "
            + "in -ClientKey.", cause);
}
