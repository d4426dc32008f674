using System.Security.Cryptography.X509Certificates;

namespace PrivateLinkPg.Sandbox.Tests.Certificates;

/// <summary>What a client does who trusts one authority alone.</summary>
internal static class Trust
{
    /// <param name="pem">The authority's certificate.</param>
    public static X509ChainPolicy In(string pem) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { X509Certificate2.CreateFromPem(pem) },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    /// <summary>All that is wrong with a chain that was built.</summary>
    public static X509ChainStatusFlags Faults(X509Chain chain) =>
        chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
}
