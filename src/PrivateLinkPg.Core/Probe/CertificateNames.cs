using System.Formats.Asn1;

namespace PrivateLinkPg.Probe;

/// <summary>The names of a certificate, and whom they stand for: as libpq has it, not as browsers do.</summary>
internal sealed class CertificateNames
{
    private static readonly Asn1Tag Dns = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag Address = new(TagClass.ContextSpecific, 7);

    private readonly List<(string Text, IPAddress? Address)> _alternatives = [];
    private readonly string? _commonName;

    /// <summary>Reads the names of <paramref name="certificate"/>.</summary>
    public CertificateNames(X509Certificate2 certificate)
    {
        foreach (X509Extension extension in certificate.Extensions)
        {
            if (extension.Oid?.Value == "2.5.29.17") ReadAlternatives(extension.RawData);
        }
        _commonName = CommonName(certificate.SubjectName.RawData);
    }

    /// <summary>The names to show: the alternative ones, or without such the common name.</summary>
    public IReadOnlyList<string> All =>
        _alternatives.Count > 0 ? [.. _alternatives.Select(name => name.Text)] : _commonName is null ? [] : [_commonName];

    /// <summary>Whether a client accepts the certificate for <paramref name="host"/>, a name in ASCII or an address.</summary>
    public bool StandFor(string host)
    {
        bool isAddress = IPAddress.TryParse(host, out IPAddress? address);
        foreach ((string text, IPAddress? own) in _alternatives)
        {
            // A name that was made to be misread ends the comparison, also before a right one.
            if (own is null && text.Contains('\0', StringComparison.Ordinal)) return false;
            if (own is not null ? own.Equals(address) : Matches(text, host)) return true;
        }
        // Only alternative names of the host's own kind keep clients from the common name.
        if (_alternatives.Exists(name => name.Address is not null == isAddress) || _commonName is null) return false;
        return !_commonName.Contains('\0', StringComparison.Ordinal) && Matches(_commonName, host);
    }

    // An address may stand there as a name too; libpq compares text.
    private static bool Matches(string name, string host)
    {
        if (Ascii.EqualsIgnoreCase(name, host)) return true;
        if (name is not ['*', '.', _, ..] || name.Length > host.Length) return false;
        int label = host.Length - name.Length + 1;
        return Ascii.EqualsIgnoreCase(host.AsSpan(label), name.AsSpan(1)) && !host[..label].Contains('.', StringComparison.Ordinal);
    }

    // Of several the first in the certificate, which is the last as it is written: libpq looks no further.
    private static string? CommonName(byte[] subject)
    {
        try
        {
            AsnReader parts = new AsnReader(subject, AsnEncodingRules.DER).ReadSequence();
            while (parts.HasData)
            {
                AsnReader elements = parts.ReadSetOf();
                while (elements.HasData)
                {
                    AsnReader element = elements.ReadSequence();
                    if (element.ReadObjectIdentifier() == "2.5.4.3") return Encoding.UTF8.GetString(element.PeekContentBytes().Span);
                }
            }
        }
        catch (AsnContentException)
        {
            // What cannot be read stands for nobody.
        }
        return null;
    }

    private void ReadAlternatives(byte[] extension)
    {
        try
        {
            AsnReader names = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
            while (names.HasData)
            {
                Asn1Tag tag = names.PeekTag();
                if (tag == Dns) _alternatives.Add((Encoding.Latin1.GetString(names.ReadOctetString(Dns)), null));
                else if (tag == Address && names.ReadOctetString(Address) is { Length: 4 or 16 } bytes) Add(new IPAddress(bytes));
                else if (tag != Address) names.ReadEncodedValue();
            }
        }
        catch (AsnContentException)
        {
            // What cannot be read stands for nobody.
        }
    }

    private void Add(IPAddress address) => _alternatives.Add((address.ToString(), address));
}
