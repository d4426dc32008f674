using System.Security.Cryptography.X509Certificates;
using static PrivateLinkPg.Core.Tests.Postgres.ChainLab;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>What a server shows and a client trusts, and what both psql and the probe should say of it.</summary>
/// <param name="Leaf">The server's own certificate.</param>
/// <param name="Sent">What it sends besides.</param>
/// <param name="Roots">What the client trusts; null for the lab's root.</param>
internal sealed record ChainCase(Issued Leaf, Issued[] Sent, Issued[]? Roots = null)
{
    /// <summary>The name that the client connects to.</summary>
    public string Host { get; init; } = ChainLab.Host;
}

/// <summary>The table of situations, each by a name of its own.</summary>
internal static class ChainCases
{
    private const string Server = "1.3.6.1.5.5.7.3.1";
    private const string Client = "1.3.6.1.5.5.7.3.2";
    private const string Any = "2.5.29.37.0";
    private const string NetscapeSgc = "2.16.840.1.113730.4.1";

    private static readonly Dictionary<string, Func<ChainLab, ChainCase>> All = [];

    static ChainCases()
    {
        AddKeys();
        AddDigests();
        AddUsages();
        AddChains();
        AddNames();
    }

    public static ChainCase Make(string name, ChainLab lab) => All[name](lab);

    private static void Leaf(string name, Func<ChainLab, Issued> leaf, string host = Host) =>
        All.Add(name, lab => new(leaf(lab), []) { Host = host });

    private static void Rooted(string name, Func<ChainLab, Issued> root, Func<ChainLab, Issued, Issued>? leaf = null) => All.Add(name, lab =>
    {
        Issued made = root(lab);
        return new(leaf?.Invoke(lab, made) ?? lab.Leaf(made), [], [made]);
    });

    private static void Between(string name, Func<ChainLab, Issued> authority, Func<ChainLab, Issued, Issued>? leaf = null) => All.Add(name, lab =>
    {
        Issued made = authority(lab);
        return new(leaf?.Invoke(lab, made) ?? lab.Leaf(made), [made]);
    });

    private static void Chained(string name, Func<ChainLab, Issued> root, Func<ChainLab, Issued, Issued> authority) => All.Add(name, lab =>
    {
        Issued top = root(lab);
        Issued between = authority(lab, top);
        return new(lab.Leaf(between), [between], [top]);
    });

    private static void AddKeys()
    {
        foreach (string key in (string[])["rsa1024", "rsa1536", "rsa2000", "rsa2048", "rsa3072", "p192", "p224", "p256", "p384", "p521"])
        {
            Leaf($"leaf {key}", lab => lab.Leaf(key: key));
            Between($"intermediate {key}", lab => lab.Authority("Between", lab.Root, key));
            Rooted($"root {key}", lab => lab.Authority("Other", key: key));
        }
        All.Add("self-signed rsa1024, trusted", lab => lab.SelfSigned("rsa1024") is var own ? new(own, [], [own]) : null!);
    }

    private static void AddDigests()
    {
        foreach (string digest in (string[])["MD5", "SHA1", "SHA256", "SHA384", "SHA512"])
        {
            Rooted($"leaf {digest} of rsa", lab => lab.Authority("Other", key: "rsa2048"), (lab, root) => lab.Leaf(root, digest: digest));
            Rooted($"root {digest}", lab => lab.Authority("Other", key: "rsa2048", digest: digest));
            All.Add($"self-signed {digest}, trusted", lab => lab.SelfSigned("rsa2048", digest) is var own ? new(own, [], [own]) : null!);
            Chained($"intermediate {digest}", lab => lab.Authority("Other", key: "rsa2048"), (lab, root) => lab.Authority("Between", root, digest: digest));
            if (digest == "MD5") continue;
            Leaf($"leaf {digest} of ec", lab => lab.Leaf(digest: digest));
            Rooted($"leaf {digest} by PSS", lab => lab.Authority("Other", key: "rsa2048"), (lab, root) => lab.Leaf(root, digest: digest, pss: true));
        }
    }

    private static void AddUsages()
    {
        foreach (X509KeyUsageFlags usage in (X509KeyUsageFlags[])
            [X509KeyUsageFlags.DigitalSignature, X509KeyUsageFlags.KeyEncipherment, X509KeyUsageFlags.KeyAgreement, X509KeyUsageFlags.KeyCertSign,
            X509KeyUsageFlags.NonRepudiation, X509KeyUsageFlags.DataEncipherment, X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign])
        {
            Leaf($"leaf usage {usage}", lab => lab.Leaf(more: Usage(usage)));
            All.Add($"self-signed usage {usage}, trusted", lab => lab.SelfSigned(more: Usage(usage)) is var own ? new(own, [], [own]) : null!);
        }
        foreach ((string name, string[] purposes) in ((string, string[])[])
            [("server", [Server]), ("client", [Client]), ("both", [Client, Server]), ("any", [Any]), ("gated", [NetscapeSgc]), ("any and client", [Any, Client])])
        {
            Leaf($"leaf purpose {name}", lab => lab.Leaf(more: Purposes(purposes)));
            Between($"intermediate purpose {name}", lab => lab.Authority("Between", lab.Root, more: Purposes(purposes)));
            Rooted($"root purpose {name}", lab => lab.Authority("Other", more: Purposes(purposes)));
        }
        foreach ((string name, byte bits) in ((string, byte)[])[("client", 0x80), ("server", 0x40), ("both", 0xC0), ("authority", 0x04)])
            Leaf($"leaf Netscape {name}", lab => lab.Leaf(more: NetscapeType(bits)));
        Leaf("leaf that may sign too", lab => lab.Leaf(more: X509BasicConstraintsExtension.CreateForCertificateAuthority()));
        Leaf("leaf with something critical", lab => lab.Leaf(more: Unknown(critical: true)));
        Leaf("leaf with something unknown", lab => lab.Leaf(more: Unknown(critical: false)));
    }

    private static void AddChains()
    {
        Leaf("leaf expired", lab => lab.Leaf(from: -10, until: -2));
        Leaf("leaf not valid yet", lab => lab.Leaf(from: 2));
        Between("intermediate without basic constraints", lab => lab.Authority("Between", lab.Root, basic: false));
        Between("intermediate without any extension", lab => lab.Authority("Between", lab.Root, basic: false, usage: X509KeyUsageFlags.None));
        Between("intermediate that may not sign", lab => lab.Authority("Between", lab.Root, usage: X509KeyUsageFlags.DigitalSignature));
        Between("intermediate expired", lab => lab.Authority("Between", lab.Root, until: -2));
        Between("intermediate not valid yet", lab => lab.Authority("Between", lab.Root, from: 2));
        Rooted("root expired", lab => lab.Authority("Other", until: -2));
        Rooted("root not valid yet", lab => lab.Authority("Other", from: 2));
        Rooted("root without any extension", lab => lab.Authority("Other", basic: false, usage: X509KeyUsageFlags.None));
        Rooted("root without basic constraints", lab => lab.Authority("Other", basic: false));
        Rooted("root that may not sign", lab => lab.Authority("Other", usage: X509KeyUsageFlags.CrlSign));
        All.Add("intermediate missing", lab => new(lab.Leaf(lab.Authority("Between", lab.Root)), []));
        All.Add("intermediate in the client's file", lab =>
            lab.Authority("Between", lab.Root) is var between ? new(lab.Leaf(between), [], [lab.Root, between]) : null!);
        All.Add("intermediate alone in the client's file", lab =>
            lab.Authority("Between", lab.Root) is var between ? new(lab.Leaf(between), [between], [between]) : null!);
        All.Add("root unknown, intermediate sent", lab =>
            lab.Authority("Between", lab.Authority("Stranger")) is var between ? new(lab.Leaf(between), [between]) : null!);
        All.Add("root sent and not trusted", lab => lab.Authority("Other") is var other ? new(lab.Leaf(other), [other]) : null!);
        All.Add("root sent and trusted", lab => new(lab.Leaf(), [lab.Root]));
        All.Add("path too long", lab =>
        {
            Issued upper = lab.Authority("Upper", lab.Root, depth: 0);
            Issued lower = lab.Authority("Lower", upper);
            return new(lab.Leaf(lower), [lower, upper]);
        });
        All.Add("path of two", lab =>
        {
            Issued upper = lab.Authority("Upper", lab.Root, depth: 1);
            Issued lower = lab.Authority("Lower", upper);
            return new(lab.Leaf(lower), [upper, lower]);
        });
        All.Add("self-signed, and trusted by nobody", lab => lab.SelfSigned() is var own ? new(own, [], [lab.Root]) : null!);
        All.Add("old and new root of one name", lab =>
        {
            Issued old = lab.Authority("Twin", until: -2);
            Issued young = lab.Authority("Twin");
            return new(lab.Leaf(young), [], [old, young]);
        });
        All.Add("signed by another key of that name", lab => new(lab.Leaf(lab.Authority("Chain Root")), []));
    }

    private static void AddNames()
    {
        Leaf("name is the address, as text", lab => lab.Leaf(names: ["127.0.0.1"]), "127.0.0.1");
        Leaf("wildcard over an address", lab => lab.Leaf(names: ["*.0.0.1"]), "127.0.0.1");
        Leaf("address as common name", lab => lab.Leaf(names: [], subject: "CN=127.0.0.1"), "127.0.0.1");
        Leaf("address as common name beside a DNS name", lab => lab.Leaf(names: ["other.example"], subject: "CN=127.0.0.1"), "127.0.0.1");
        Leaf("wildcard as common name", lab => lab.Leaf(names: [], subject: "CN=*.postgres.database.azure.com"));
        Leaf("wildcard as common name, too high", lab => lab.Leaf(names: [], subject: "CN=*.database.azure.com"));
        Leaf("two common names, right first", lab => lab.Leaf(names: [], subject: $"CN={Host}, CN=other.example"));
        Leaf("two common names, right last", lab => lab.Leaf(names: [], subject: $"CN=other.example, CN={Host}"));
        Leaf("no name at all", lab => lab.Leaf(names: [], subject: "O=nobody"));
        Leaf("common name of an authority", lab => lab.Leaf(names: [], subject: "CN=Chain Root, O=Lab"));
        Leaf("name with a final dot", lab => lab.Leaf(names: [Host + "."]));
        Leaf("wildcard with a final dot", lab => lab.Leaf(names: ["*.postgres.database.azure.com."]));
        Leaf("right name second", lab => lab.Leaf(names: ["other.example", Host]));
        Leaf("name with a null inside", lab => lab.Leaf(names: [Host + "\0.example"]));
        Leaf("null before the right name", lab => lab.Leaf(names: ["a\0b", Host]));
        Leaf("right name before the null", lab => lab.Leaf(names: [Host, "a\0b"]));
        Leaf("common name beside a right one", lab => lab.Leaf(names: [Host], subject: "CN=other.example"));
        Leaf("empty name beside the common name", lab => lab.Leaf(names: [""], subject: $"CN={Host}"));
        Leaf("name with a blank", lab => lab.Leaf(names: [" " + Host]));
        Leaf("wildcard for a short name", lab => lab.Leaf(names: ["*.b"]), "a.b");
        Leaf("wildcard in the middle", lab => lab.Leaf(names: ["db.*.database.azure.com"]));
        Leaf("wildcard twice", lab => lab.Leaf(names: ["*.*.database.azure.com"]));
        Leaf("names of another kind only", lab => lab.Leaf(names: [], subject: $"CN={Host}", more: Mail));
    }

    private static X509Extension Mail
    {
        get
        {
            SubjectAlternativeNameBuilder names = new();
            names.AddEmailAddress("a@example");
            return names.Build();
        }
    }

    /// <summary>All situations by name, with the fault that the probe should find; null where psql connects.</summary>
    public static IEnumerable<(string Name, string? Fault)> Rows =>
        All.Keys.Select(name => (name, (string?)Faults.FirstOrDefault(fault => fault.Value.Contains(name)).Key));

    /// <summary>
    /// Where psql connects and the probe says that clients do not: OpenSSL 3 estimates how hard a key is to break, and rounds up; OpenSSL
    /// 1.1.1, and the documentation of both, ask for 2048 bits.
    /// </summary>
    public static readonly string[] Stricter = ["leaf rsa2000", "intermediate rsa2000", "root rsa2000"];

    private static readonly Dictionary<string, string[]> Faults = new()
    {
        ["CertificateKeyTooSmall"] =
        [
            "leaf rsa1024", "intermediate rsa1024", "root rsa1024", "leaf rsa1536", "intermediate rsa1536", "root rsa1536",
            .. Stricter, "intermediate p192", "root p192", "self-signed rsa1024, trusted",
        ],
        // No server can sign with such a key for a client that knows no curve so small, or does not offer it.
        ["TlsHandshakeFailed"] = ["leaf p192", "leaf p224"],
        ["CertificateDigestTooWeak"] =
        [
            "leaf MD5 of rsa", "intermediate MD5", "leaf SHA1 of rsa", "leaf SHA1 of ec", "leaf SHA1 by PSS", "intermediate SHA1",
        ],
        ["CertificateUsageWrong"] =
        [
            "leaf usage KeyCertSign", "leaf usage NonRepudiation", "leaf usage DataEncipherment",
            "self-signed usage KeyCertSign, trusted", "self-signed usage NonRepudiation, trusted", "self-signed usage DataEncipherment, trusted",
            "leaf purpose client", "leaf purpose any", "leaf purpose any and client", "leaf Netscape client", "leaf Netscape authority",
            "intermediate purpose client", "intermediate purpose any", "intermediate purpose any and client",
            "root purpose client", "root purpose any", "root purpose any and client",
        ],
        ["CertificateChainBroken"] =
        [
            "leaf with something critical", "intermediate without basic constraints", "intermediate without any extension",
            "intermediate that may not sign", "root without any extension", "root that may not sign", "path too long",
        ],
        ["CertificateIssuerMissing"] = ["intermediate missing"],
        ["CertificateUntrusted"] =
        [
            "intermediate alone in the client's file", "root unknown, intermediate sent", "root sent and not trusted", "self-signed, and trusted by nobody",
            "signed by another key of that name",
        ],
        ["CertificateExpired"] = ["leaf expired"],
        ["AuthorityExpired"] = ["intermediate expired"],
        ["RootExpired"] = ["root expired"],
        ["CertificateNotYetValid"] = ["leaf not valid yet", "intermediate not valid yet", "root not valid yet"],
        ["CertificateNameMismatch"] =
        [
            "wildcard as common name, too high", "two common names, right first", "no name at all", "common name of an authority", "name with a final dot",
            "wildcard with a final dot", "name with a null inside", "null before the right name", "empty name beside the common name",
            "name with a blank", "wildcard in the middle", "wildcard twice",
        ],
    };
}
