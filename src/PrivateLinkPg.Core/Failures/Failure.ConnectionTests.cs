namespace PrivateLinkPg.Failures;

/// <content>What Test-PgPrivateConnection cannot even begin with; what it finds is output, not a failure.</content>
internal static partial class Failure
{
    /// <summary>The host name is none.</summary>
    public static CommandFailedException InvalidHostName(string given) => Fail(
        FailureKind.InvalidArgument, given, $"'{given}' is not a host name.",
        "Give the server's name alone, such as db.postgres.database.azure.com: no scheme, no path, and the port with -Port.");

    /// <summary>The DNS server is no address.</summary>
    public static CommandFailedException InvalidDnsServer(string given) => Fail(
        FailureKind.InvalidArgument, given, $"'{given}' is not the address of a DNS server.",
        "Give an address with or without a port: 10.0.0.2, 10.0.0.2:5353, fd00::2 or [fd00::2]:5353.");

    /// <summary>The file of -RootCertificate cannot be used.</summary>
    public static CommandFailedException InvalidRootCertificate(string path, string why, Exception? cause = null) => Fail(
        FailureKind.InvalidArgument, path, $"The root certificate '{path}' cannot be used: {why}.",
        "Give a PEM file with one or more root certificates, or one certificate in DER form.", cause);

    /// <summary>The file of -ClientCertificate or -ClientKey cannot be used.</summary>
    public static CommandFailedException InvalidClientCertificate(string path, string what, string remedy, Exception? cause = null) => Fail(
        FailureKind.InvalidArgument, path, $"The client certificate '{path}' {what}.", remedy, cause);

    /// <summary>A parameter that says something about another one, which is not there or cannot be used.</summary>
    public static CommandFailedException ClientCertificateNotUsed(string given, string why) => Fail(
        FailureKind.InvalidArgument, given, $"-{given} has no effect: {why}.",
        "Pass the certificate with -ClientCertificate and let the connection be encrypted (-SslMode), or leave these parameters out.");

    /// <summary>TLS at once, and no TLS.</summary>
    public static CommandFailedException NothingToNegotiate() => Fail(
        FailureKind.InvalidArgument, "SslNegotiation", "-SslNegotiation Direct starts with TLS, and -SslMode Disable does without it.",
        "Leave one of them out.");

    /// <summary>A user or database that no server can be asked for.</summary>
    public static CommandFailedException InvalidSignInName(string parameter, string given) => Fail(
        FailureKind.InvalidArgument, given, $"The name for -{parameter} holds a line break or another control character.",
        "Give the name alone; out of a file, read it with (Get-Content -Raw …).Trim().");

    /// <summary>No token came in time.</summary>
    public static CommandFailedException TokenTimedOut(string? hostName, TimeSpan limit) => Fail(
        FailureKind.Timeout, hostName, $"The sign-in service gave no token for PostgreSQL within {limit.TotalSeconds:0.#} s.",
        "Check that this machine reaches it (name resolution, firewall, HTTPS_PROXY), or pass a longer -TimeoutSec.");

    /// <summary>Azure did not answer all questions of -Diagnose in time.</summary>
    public static CommandFailedException DiagnosisTimedOut(string? hostName, TimeSpan limit) => Fail(
        FailureKind.Timeout, hostName, $"it did not answer within the {limit.TotalSeconds:0.#} s that were left.",
        "Pass a longer -TimeoutSec; a third of it is kept for Azure's answers.");
}
