using System.Globalization;

namespace PrivateLinkPg.Probe;

/// <summary>Tells whether the server's certificate will do: its chain, its time and its names.</summary>
internal sealed class CertificateStep : IProbeStep
{
    public string Name => "Certificate";

    public async Task<StepOutcome> RunAsync(ProbeState state, ProbeConnection connection, StepTime time)
    {
        StepOutcome told = Tell(state);
        if (told.Fault is not null || state is not { Request.SignIn: not null, Tls.Certificate.HasDigest: false }) return told;
        return await ChannelBinding.IsOfferedAsync(state, time).ConfigureAwait(false)
            ? StepOutcome.Failed(
                ProbeFault.ChannelBindingImpossible, $"{told.Detail} Its signature has no digest that SCRAM could be bound to.")
            : told;
    }

    private static StepOutcome Tell(ProbeState state)
    {
        if (state.Tls is not { } tls) return StepOutcome.Skipped("SslMode is Disable: the server presented no certificate.");
        ProbeRequest request = state.Request;
        CertificateFacts certificate = tls.Certificate;
        ProbeFault? objection = ServerTrust.Objection(certificate, request.SslMode, request.RootCertificates is not null);
        string[] findings = [Trust(certificate), Validity(certificate), Identity(certificate, request.HostName)];
        string detail = $"{certificate.Subject}: {string.Join("; ", findings)}.";
        if (objection is { } fault) return StepOutcome.Failed(fault, detail);
        bool isChecked = request.SslMode != PgSslMode.Require || request.RootCertificates is not null;
        return StepOutcome.Passed(isChecked ? detail : $"Not checked (SslMode is Require). {detail}");
    }

    private static string Trust(CertificateFacts certificate) => certificate.ChainProblem switch
    {
        null => $"trusted, from {certificate.Issuer}",
        { Place: CertificatePlace.Own } own => $"not accepted, {own.Words}",
        { } above => $"not accepted, '{above.Subject}' above it: {above.Words}",
    };

    private static string Validity(CertificateFacts certificate) => certificate.TimeProblem switch
    {
        null => $"valid until {certificate.ValidUntil.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
        { Place: CertificatePlace.Own } own => own.Words,
        { } above => $"'{above.Subject}' above it: {above.Words}",
    };

    private static string Identity(CertificateFacts certificate, string host)
    {
        string names = certificate.Names.Count > 0 ? string.Join(", ", certificate.Names) : "no name";
        return certificate.NameMatches ? $"stands for {names}" : $"stands for {names}, not for {host}";
    }
}
