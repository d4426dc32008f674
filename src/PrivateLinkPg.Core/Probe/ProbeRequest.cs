namespace PrivateLinkPg.Probe;

/// <summary>What to probe, and how.</summary>
internal sealed record ProbeRequest
{
    /// <summary>The server's name in ASCII, or an address.</summary>
    public required string HostName { get; init; }

    public int Port { get; init; } = 5432;

    /// <summary>Where the name should lead: any of these. Empty where the user expects no particular address.</summary>
    public IReadOnlyList<IPAddress> ExpectedAddresses { get; init; } = [];

    /// <summary>The DNS server to ask; null for the system resolver.</summary>
    public IPEndPoint? DnsServer { get; init; }

    /// <summary>The database to open.</summary>
    public string Database { get; init; } = "postgres";

    /// <summary>Who signs in; null ends the probe after the certificate.</summary>
    public SignIn? SignIn { get; init; }

    /// <summary>How certificates are checked.</summary>
    public PgSslMode SslMode { get; init; } = PgSslMode.VerifyFull;

    /// <summary>How client and server come to TLS.</summary>
    public PgSslNegotiation SslNegotiation { get; init; }

    /// <summary>The only authorities to trust; null for the system's.</summary>
    public X509Certificate2Collection? RootCertificates { get; init; }

    /// <summary>What the client shows to a server that asks for a certificate; null for none.</summary>
    public TlsIdentity? ClientCertificate { get; init; }

    /// <summary>For the whole probe.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>Who signs in to PostgreSQL, and with what.</summary>
/// <param name="User">The role.</param>
/// <param name="Password">Its password, or an Entra access token in its place.</param>
/// <param name="IsToken">True for a token.</param>
internal sealed record SignIn(string User, string Password, bool IsToken)
{
    // In any sentence there is a word with one to three letters of a password, and to mask them there would show which they are.
    private const int Short = 4;

    /// <summary>
    /// The text without the password, which a server may repeat: as it was given, and as SCRAM prepares it. A short one goes only where it
    /// stands as a word.
    /// </summary>
    public string Mask(string text) => new[] { Password, SaslPrep.Prepare(Password), Password.Trim() }
        .Where(secret => secret.Length > 0).Distinct().OrderByDescending(secret => secret.Length)
        .Aggregate(text, (masked, secret) => secret.Length < Short
            ? Regex.Replace(masked, $@"(?<!\w){Regex.Escape(secret)}(?!\w)", "****", RegexOptions.CultureInvariant)
            : masked.Replace(secret, "****", StringComparison.Ordinal));

    /// <summary>The role only: the password must not get into any text.</summary>
    public override string ToString() => User;
}
