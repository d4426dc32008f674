namespace PrivateLinkPg.Diagnosis;

/// <summary>From the probe's facts and the root cause to the record that users see.</summary>
internal static class ConnectionTestReport
{
    /// <summary>A step as it is told while the test runs.</summary>
    public static string InWords(string hostName, PgConnectionStep step) =>
        $"{hostName}: {step.Name} {step.Status.ToLowerInvariant()} in {step.Duration.TotalMilliseconds:0.0} ms. {step.Detail}";

    /// <summary>The record of what the probe found; without a cause all passed.</summary>
    public static PgConnectionTest From(ProbeResult result, IReadOnlyList<RootCause> causes, IReadOnlyList<string> findings)
    {
        RootCause? cause = causes.Count > 0 ? causes[0] : null;
        ProbeState state = result.State;
        CertificateFacts? certificate = state.Tls?.Certificate;
        return new()
        {
            HostName = state.Request.HostName,
            Port = state.Request.Port,
            Status = cause is null ? "Passed" : "Failed",
            IpAddress = (state.Address ?? (state.Resolved is [var first, ..] ? first : null))?.ToString(),
            FailedStep = state.Faults.Count > 0 ? state.Faults[0].Step : null,
            Cause = cause?.Code,
            Causes = [.. causes.Select(Shown)],
            Message = cause is null ? ProbeDiagnosis.Success(result) : string.Join(" Besides: ", causes.Select(each => each.Message)),
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
            Duration = result.Duration,
            Finding = findings,
            Notice = [.. ProbeNotices.Of(state)],
        };
    }

    /// <summary>A cause as users see it.</summary>
    public static PgConnectionCause Shown(RootCause cause) => new()
    {
        Code = cause.Code, Message = cause.Message, Remedy = cause.Remedy,
        Command = cause.Repair?.Command, HeldBack = cause.Repair?.HeldBack,
    };

    private static string[] Chain(ProbeState state) => state.Resolution is not { Aliases.Count: > 0 } resolution
        ? []
        : [state.Request.HostName, .. resolution.Aliases.Select(alias => alias.Alias!),
            .. resolution.Addresses.Select(address => address.ToString())];
}
