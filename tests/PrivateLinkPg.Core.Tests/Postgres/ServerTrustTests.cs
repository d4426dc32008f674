using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>What each mode has against a certificate, as libpq's sslmode: "require" with root certificates is held to be "verify-ca".</summary>
public sealed class ServerTrustTests
{
    private static readonly CertificateFlaw Untrusted = new(ProbeFault.CertificateUntrusted, CertificatePlace.Own, "CN=db", "no root");
    private static readonly CertificateFlaw Expired = new(ProbeFault.CertificateExpired, CertificatePlace.Own, "CN=db", "over");

    [Theory]
    [InlineData(PgSslMode.Require, false, null, null, null)]
    [InlineData(PgSslMode.Require, true, ProbeFault.CertificateUntrusted, ProbeFault.CertificateExpired, null)]
    [InlineData(PgSslMode.VerifyCA, false, ProbeFault.CertificateUntrusted, ProbeFault.CertificateExpired, null)]
    [InlineData(PgSslMode.VerifyCA, true, ProbeFault.CertificateUntrusted, ProbeFault.CertificateExpired, null)]
    [InlineData(PgSslMode.VerifyFull, false, ProbeFault.CertificateUntrusted, ProbeFault.CertificateExpired, ProbeFault.CertificateNameMismatch)]
    [InlineData(PgSslMode.VerifyFull, true, ProbeFault.CertificateUntrusted, ProbeFault.CertificateExpired, ProbeFault.CertificateNameMismatch)]
    internal void A_mode_objects_to_what_libpqs_does(PgSslMode mode, bool hasRoots, ProbeFault? untrusted, ProbeFault? expired, ProbeFault? named)
    {
        Assert.Null(ServerTrust.Objection(Facts(), mode, hasRoots));
        Assert.Equal(untrusted, ServerTrust.Objection(Facts(chain: Untrusted), mode, hasRoots));
        Assert.Equal(expired, ServerTrust.Objection(Facts(time: Expired), mode, hasRoots));
        Assert.Equal(named, ServerTrust.Objection(Facts(name: false), mode, hasRoots));
    }

    private static CertificateFacts Facts(CertificateFlaw? chain = null, CertificateFlaw? time = null, bool name = true) => new()
    {
        Subject = "CN=db", Issuer = "CN=ca", Names = ["db"], ValidFrom = default, ValidUntil = default, ChainProblem = chain, TimeProblem = time, HasDigest = true, NameMatches = name,
    };
}
