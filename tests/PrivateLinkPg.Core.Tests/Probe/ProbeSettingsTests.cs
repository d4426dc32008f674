using System.Net;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Probe;

/// <summary>What was given of a test is refused where it cannot be meant, and goes on as it is else.</summary>
public sealed class ProbeSettingsTests
{
    private static readonly ProbeSettings Given = new() { HostName = "db.postgres.database.azure.com" };

    private static readonly Dictionary<string, (ProbeSettings Given, string? Refused)> Cases = new()
    {
        ["a name alone"] = (Given, null),
        ["no name"] = (Given with { HostName = null }, nameof(Failure.MissingParameter)),
        ["a blank name"] = (Given with { HostName = " " }, nameof(Failure.MissingParameter)),
        ["no host"] = (Given with { HostName = "a b" }, nameof(Failure.InvalidHostName)),
        ["a role with a line break"] = (Given with { Credential = new("some\none", "", false) }, nameof(Failure.InvalidSignInName)),
        ["an Entra role with a line break"] = (Given with { EntraUser = "someone\n" }, nameof(Failure.InvalidSignInName)),
        ["a database with a line break"] = (Given with { Database = "db\r" }, nameof(Failure.InvalidSignInName)),
        ["a password with a line break"] = (Given with { Credential = new("someone", "a\n", false) }, null),
        ["TLS at once, and none"] = (Given with { SslNegotiation = PgSslNegotiation.Direct, SslMode = PgSslMode.Disable }, nameof(Failure.NothingToNegotiate)),
        ["TLS at once"] = (Given with { SslNegotiation = PgSslNegotiation.Direct }, null),
        ["no TLS"] = (Given with { SslMode = PgSslMode.Disable }, null),
        ["no address"] = (Given with { ExpectedIpAddress = ["10.1.0"] }, nameof(Failure.InvalidIpAddress)),
        ["no DNS server"] = (Given with { DnsServer = "a b" }, nameof(Failure.InvalidDnsServer)),
        ["a certificate and no TLS"] = (Given with { ClientCertificate = "/c", SslMode = PgSslMode.Disable }, nameof(Failure.ClientCertificateNotUsed)),
        ["a certificate that is not there"] = (Given with { ClientCertificate = "/none/c.pem" }, nameof(Failure.InvalidClientCertificate)),
        ["a key alone"] = (Given with { ClientKey = "/k" }, nameof(Failure.ClientCertificateNotUsed)),
        ["a key's password alone"] = (Given with { ClientKeyPassword = new("p") }, nameof(Failure.ClientCertificateNotUsed)),
        ["a file of roots that is not there"] = (Given with { RootCertificate = "/none/r.pem" }, nameof(Failure.InvalidRootCertificate)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_cannot_be_meant_is_refused(string given)
    {
        (ProbeSettings settings, string? refused) = Cases[given];
        Assert.Equal(refused, ((CommandFailedException?)Xunit.Record.Exception(() => settings.Check()))?.Failure.Id);
    }

    [Fact]
    public void What_was_given_goes_on()
    {
        ProbeRequest request = (Given with
        {
            HostName = "DB.postgres.database.azure.com.", Port = 6432, ExpectedIpAddress = ["10.1.0.4", "10.1.0.5"], DnsServer = "10.1.0.10", Database = "app",
            Credential = new("someone", "secret", false), SslMode = PgSslMode.VerifyCA, SslNegotiation = PgSslNegotiation.Direct, Timeout = TimeSpan.FromSeconds(7),
        }).Check();
        Assert.Equal(("db.postgres.database.azure.com", 6432, "app"), (request.HostName.ToLowerInvariant(), request.Port, request.Database));
        Assert.Equal([IPAddress.Parse("10.1.0.4"), IPAddress.Parse("10.1.0.5")], request.ExpectedAddresses);
        Assert.Equal(new IPEndPoint(IPAddress.Parse("10.1.0.10"), 53), request.DnsServer);
        Assert.Equal(("someone", "secret"), (request.SignIn!.User, request.SignIn.Password));
        Assert.Equal((PgSslMode.VerifyCA, PgSslNegotiation.Direct, TimeSpan.FromSeconds(7)), (request.SslMode, request.SslNegotiation, request.TimeLimit));
        Assert.Null(request.RootCertificates);
        Assert.Null(request.ClientCertificate);
        Assert.Null(Given.Check().DnsServer);
        Assert.Equal("fd00::4", (Given with { HostName = "[fd00::4]" }).Check().HostName);
    }
}
