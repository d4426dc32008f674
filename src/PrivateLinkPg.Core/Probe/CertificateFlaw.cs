namespace PrivateLinkPg.Probe;

/// <summary>What clients have against a certificate of a server's chain.</summary>
/// <param name="Fault">What it is.</param>
/// <param name="Place">Whose certificate.</param>
/// <param name="Subject">The name in that certificate.</param>
/// <param name="Words">What is wrong with it, as a clause with «it» or «its».</param>
internal sealed record CertificateFlaw(ProbeFault Fault, CertificatePlace Place, string Subject, string Words);

/// <summary>Where a certificate stands in its chain.</summary>
internal enum CertificatePlace
{
    /// <summary>The server's own, also where it vouches for itself.</summary>
    Own,
    /// <summary>An authority between, which the server sends.</summary>
    Authority,
    /// <summary>The root, which the client has.</summary>
    Root,
}
