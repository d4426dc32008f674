using System.Formats.Asn1;

namespace PrivateLinkPg.Probe;

/// <summary>Reads the file that -RootCertificate names.</summary>
internal static class RootCertificates
{
    private static readonly string[] CertificateLabels = ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"];

    /// <summary>All certificates of a PEM file, or the one of a DER file.</summary>
    /// <exception cref="CommandFailedException">InvalidRootCertificate.</exception>
    public static X509Certificate2Collection Load(string path)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string why = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
                : e is UnauthorizedAccessException ? "it is a folder, or this user may not read it"
                : e.Message.TrimEnd('.');
            throw Failure.InvalidRootCertificate(path, why, e);
        }
        if (content.AsSpan().StartsWith(Encoding.UTF8.Preamble)) content = content[Encoding.UTF8.Preamble.Length..];
        if (Objection(content) is { } objection) throw Failure.InvalidRootCertificate(path, objection);
        (X509Certificate2Collection roots, List<string> others) = ReadPem(path, Encoding.Latin1.GetString(content));
        if (roots.Count > 0) return roots;
        if (others.Count > 0) throw Failure.InvalidRootCertificate(path, InWords(others));
        return ReadDer(path, content);
    }

    // OpenSSL reads bytes: to it these texts have no line that begins a certificate.
    private static string? Objection(byte[] content) => content switch
    {
        [] => "it is empty",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [(byte)'-', 0, ..] or [0, (byte)'-', ..] =>
            "it is UTF-16 text, which psql does not read; save it again with Set-Content -Encoding ascii",
        _ when Array.TrueForAll(content, each => each is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') => "it is empty",
        _ => null,
    };

    private static (X509Certificate2Collection Roots, List<string> Others) ReadPem(string path, ReadOnlySpan<char> text)
    {
        X509Certificate2Collection roots = [];
        List<string> others = [];
        while (PemEncoding.TryFind(text, out PemFields fields))
        {
            string label = text[fields.Label].ToString();
            byte[] data = Convert.FromBase64String(text[fields.Base64Data].ToString());
            if (!CertificateLabels.Contains(label)) others.Add(label);
            else roots.Add(Read(path, data, $"its certificate {roots.Count + 1} is damaged"));
            text = text[fields.Location.End..];
        }
        // psql refuses a file with a piece that it cannot read, whatever else is in it.
        if (text.Contains("-----BEGIN CERTIFICATE", StringComparison.Ordinal))
            throw Failure.InvalidRootCertificate(path, $"its certificate {roots.Count + 1} is damaged");
        return (roots, others);
    }

    private static X509Certificate2 Read(string path, byte[] der, string otherwise)
    {
        try
        {
            // What OpenSSL says of its trust may stand behind a certificate.
            return new X509Certificate2(new AsnReader(der, AsnEncodingRules.BER).ReadEncodedValue().Span);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            throw Failure.InvalidRootCertificate(path, otherwise, e);
        }
    }

    private static X509Certificate2Collection ReadDer(string path, byte[] content)
    {
        const string nothing = "it holds no certificate, in PEM or in DER form";
        try
        {
            return X509Certificate2.GetCertContentType(content) switch
            {
                X509ContentType.Pkcs7 => throw Failure.InvalidRootCertificate(path, Bundle),
                X509ContentType.Pkcs12 => throw Failure.InvalidRootCertificate(path, "it is a PKCS #12 store, which holds keys"),
                _ => [Read(path, content, nothing)],
            };
        }
        catch (CryptographicException e)
        {
            throw Failure.InvalidRootCertificate(path, nothing, e);
        }
    }

    private static string InWords(List<string> labels) => true switch
    {
        true when labels.Exists(label => label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)) =>
            "it holds a private key and no certificate",
        true when labels.Exists(label => label is "PKCS7" or "CMS") => Bundle,
        true when labels.Contains("CERTIFICATE REQUEST") => "it holds a request for a certificate, and none itself",
        _ => $"it holds no certificate, but {labels[0]}",
    };

    private const string Bundle =
        "it is a PKCS #7 bundle, which psql does not read; take the certificates out with openssl pkcs7 -print_certs";
}
