using System.Globalization;

namespace PrivateLinkPg.Diagnosis;

/// <summary>What a test that passed should still tell: other clients, or the same one soon, may not.</summary>
internal static class ProbeNotices
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <summary>Each in one sentence; none where there is nothing, or where something is wrong already.</summary>
    public static IEnumerable<string> Of(ProbeState state)
    {
        if (state.Faults.Count > 0) yield break;
        if (state.DeadAddresses.Count > 0)
        {
            yield return $"{state.Request.HostName} leads to other addresses too, where clients may try first: "
                + string.Join(' ', state.DeadAddresses);
        }
        if (state.Tls is { } tls)
        {
            TimeSpan left = tls.Certificate.ValidUntil - state.Clock.GetUtcNow();
            if (left < Soon && left > TimeSpan.Zero)
            {
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"The server's certificate ends on {tls.Certificate.ValidUntil:yyyy-MM-dd}, in {left.TotalDays:0} days.");
            }
            if (Weakness(tls.CipherSuite) is { } weakness)
            {
                yield return $"The server chose {tls.CipherSuite}, {weakness}: clients with stricter settings, such as newer ones of .NET "
                    + "and Java, refuse it.";
            }
        }
        if (state.Request.ClientCertificate?.ExposedKey is { } file)
            yield return $"psql does not take the key in '{file}', which others than its owner may read: chmod 600.";
        if (state.IsTrusted)
            yield return $"The server let {state.Request.SignIn!.User} in without any proof (trust): whoever reaches it can sign in so.";
    }

    private static string? Weakness(string suite) =>
        suite.StartsWith("TLS_RSA_", StringComparison.Ordinal) ? "which has no forward secrecy"
        : suite.EndsWith("_CBC_SHA", StringComparison.Ordinal) ? "which uses SHA-1"
        : suite.StartsWith("TLS_DHE_", StringComparison.Ordinal) ? "a key exchange that is being given up"
        : null;
}
