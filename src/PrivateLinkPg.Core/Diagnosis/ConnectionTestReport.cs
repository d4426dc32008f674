using System.Globalization;

namespace PrivateLinkPg.Diagnosis;

/// <summary>From the probe's facts and the root cause to the record that users see.</summary>
internal static class ConnectionTestReport
{
    /// <summary>A step as it is told while the test runs.</summary>
    public static string InWords(string hostName, PgConnectionStep step) =>
        $"{hostName}: {step.Name} {step.Status.ToLowerInvariant()} in {step.Duration.TotalMilliseconds:0.0} ms. {step.Detail}";

    /// <summary>The record of what the probe found; without a cause all passed.</summary>
    /// <param name="series">What the probe found.</param>
    /// <param name="causes">What is wrong; none where all passed.</param>
    /// <param name="facts">What Azure tells; null where it was not asked.</param>
    public static PgConnectionTest From(ProbeSeries series, IReadOnlyList<RootCause> causes, LinkFacts? facts)
    {
        ProbeResult result = series.Shown;
        RootCause? cause = causes.Count > 0 ? causes[0] : null;
        ProbeState state = result.State;
        CertificateFacts? certificate = state.Tls?.Certificate;
        return new()
        {
            HostName = state.Request.HostName,
            Port = state.Request.Port,
            Status = cause is null ? "Passed" : "Failed",
            IpAddress = (state.Address ?? (state.Resolved is [var first, ..] ? first : null))?.ToString(),
            FailedStep = cause is null ? null : state.Faults.Count > 0 ? state.Faults[0].Step : "Certificate",
            Cause = cause?.Code,
            Causes = [.. causes.Select(Shown)],
            Message = cause is null ? ProbeDiagnosis.Success(result)
                : string.Join(" Besides: ", causes.Select(each => each.Message)) + Sometimes(series),
            Remedy = cause?.Remedy,
            Steps = result.Steps,
            ResolutionChain = Chain(state),
            ResolvedAddress = [.. state.Resolved.Select(address => address.ToString())],
            ExpectedIpAddress = [.. state.Request.ExpectedAddresses.Select(address => address.ToString())],
            TlsVersion = state.Tls?.Version,
            CipherSuite = state.Tls?.CipherSuite,
            CertificateSubject = certificate?.Subject,
            CertificateIssuer = certificate?.Issuer,
            CertificateName = certificate?.Names ?? [],
            CertificateExpires = certificate?.ValidUntil,
            ServerVersion = state.SessionFacts?.ServerVersion,
            UserName = state.SessionFacts?.User,
            Database = state.SessionFacts?.Database,
            SslMode = state.Request.SslMode.ToString(),
            SslNegotiation = state.Request.SslNegotiation.ToString(),
            Duration = result.Duration,
            Attempts = series.Attempts,
            FailedAttempts = series.Failed,
            LatencyMedian = series.Percentile(50),
            LatencyP95 = series.Percentile(95),
            LatencyMax = series.Percentile(100),
            Finding = facts?.Findings ?? [],
            Notice = [.. ProbeNotices.Of(state), .. facts is null || causes.Count > 0 ? [] : LinkNotices.Of(new(state), facts)],
        };
    }

    /// <summary>A cause as users see it.</summary>
    public static PgConnectionCause Shown(RootCause cause) => new()
    {
        Code = cause.Code, Layer = cause.Layer.ToString(), Message = cause.Message, Remedy = cause.Remedy,
        Command = cause.Repair?.Command, HeldBack = cause.Repair?.HeldBack,
    };

    private static string Sometimes(ProbeSeries series) => series.Failed == 0 || series.Times.Count == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture, $" It comes and goes: {series.Failed} of {series.Attempts} attempts failed.");

    private static string[] Chain(ProbeState state) => state.Resolution is not { Aliases.Count: > 0 } resolution
        ? []
        : [state.Request.HostName, .. resolution.Aliases.Select(alias => alias.Alias!),
            .. resolution.Addresses.Select(address => address.ToString())];
}
