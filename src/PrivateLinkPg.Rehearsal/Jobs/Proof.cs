using PrivateLinkPg.Sandbox;

namespace PrivateLinkPg.Rehearsal.Jobs;

/// <summary>
/// How a connection is proved, and what a proof shows; without PostgreSQL on the machine only that the name leads the right way.
/// </summary>
internal static class Proof
{
    /// <summary>The arguments of Test-PgPrivateConnection.</summary>
    public static string Arguments(ReadyDocument ready) =>
        "-DnsServer $dns " + (ready.Postgres is null ? "-NoSignIn" : "-RootCertificate $rootCertificate -Credential $cred");

    public static IReadOnlyList<Expectation> Of(ReadyDocument ready) => ready.Postgres is null
        ?
        [
            new(
                "the name leads to the endpoint's private address",
                outcome => outcome.Step("Name") == "Passed" && outcome.Step("Address") == "Passed"),
        ]
        :
        [
            new("the test passes", outcome => outcome["Status"] == "Passed"),
            new(
                "by the public name, at the endpoint's private address",
                outcome => outcome["IpAddress"] is { Length: > 0 } address
                    && outcome["ExpectedIpAddress"].Contains($"\"{address}\"", StringComparison.Ordinal)),
            new(
                "over TLS 1.2 or later with the certificate checked in full",
                outcome => outcome["TlsVersion"] is "TLSv1.2" or "TLSv1.3" && outcome["SslMode"] == "VerifyFull"),
            new("a real PostgreSQL answered", outcome => outcome["ServerVersion"].Length > 0),
        ];
}
