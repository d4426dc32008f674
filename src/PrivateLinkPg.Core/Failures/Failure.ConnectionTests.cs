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
    public static CommandFailedException InvalidRootCertificate(string path, Exception cause) => Fail(
        FailureKind.InvalidArgument, path, $"The root certificate '{path}' cannot be read: {Innermost(cause)}",
        "Give a PEM file with one or more root certificates, or one certificate in DER form.", cause);
}
