using System.Net;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Dns;
using PrivateLinkPg.Core.Tests.Postgres;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class TestPgPrivateConnectionTests : IAsyncLifetime, IDisposable
{
    private const string Host = CertificateLab.Host;
    private readonly CertificateLab _lab = new();
    private readonly RecordingOutput _output = new();
    private readonly FakePostgresServer _server;
    private readonly FakeDnsServer _dns;

    public TestPgPrivateConnectionTests()
    {
        _server = FakePostgresServer.Tls(_lab.Server("good"));
        _dns = new(query => [query.AsksForIPv4 ? query.Answer(records: [(null, IPAddress.Loopback)]) : query.Answer()]);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _dns.DisposeAsync();
    }

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void What_passed_is_told_with_its_facts()
    {
        PgConnectionTest test = Assert.IsType<PgConnectionTest>(Run(Request()));

        Assert.Equal(("Passed", null, null, null), (test.Status, test.Cause, test.Remedy, test.FailedStep));
        Assert.Equal((Host, "127.0.0.1", "TLSv1.3", "VerifyFull"), (test.HostName, test.IpAddress, test.TlsVersion, test.SslMode));
        Assert.Equal("CN=Lab Root", test.CertificateIssuer);
        Assert.Equal([Host], test.CertificateName);
        Assert.Contains("sign-in was not asked for", test.Message, StringComparison.Ordinal);
        Assert.Equal(["Name", "Address", "Tcp", "Tls", "Certificate", "SignIn", "Query"], test.Steps.Select(step => step.Name));
    }

    [Fact]
    public void What_failed_is_output_and_no_error_with_cause_and_remedy()
    {
        PgConnectionTest test = Assert.IsType<PgConnectionTest>(Run(Request() with { Credential = new("someone", "secret-word", false) }));

        Assert.Equal(("Failed", "SignIn", "PasswordRejected"), (test.Status, test.FailedStep, test.Cause));
        Assert.Contains("ALTER ROLE \"someone\"", test.Remedy, StringComparison.Ordinal);
        Assert.Empty(_output.Failures);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.9", false)]
    public void Quiet_gives_a_truth_value(string expected, bool passed) =>
        Assert.Equal(passed, Run(Request() with { ExpectedIpAddress = [expected], Quiet = true }));

    [Fact]
    public void Ids_of_the_piped_record_are_passed_on()
    {
        PgConnectionTest test = Assert.IsType<PgConnectionTest>(Run(Request() with { EndpointId = "endpoint", TargetId = "target" }));

        Assert.Equal(("endpoint", "target"), (test.EndpointId, test.TargetId));
    }

    // With -Diagnose, where something fails or may fail next.
    [Theory]
    [InlineData(false, true, true, false)]
    [InlineData(false, false, true, false)]
    [InlineData(true, true, true, true)]
    [InlineData(true, true, false, true)]
    [InlineData(true, false, true, true)]
    [InlineData(true, false, false, false)]
    public void Azure_is_asked_where_that_is_wished_and_helps(bool diagnose, bool fails, bool asksAnyway, bool asked)
    {
        TestPgPrivateConnectionRequest request = Request() with { Diagnose = diagnose, ExpectedIpAddress = fails ? ["127.0.0.9"] : [] };
        using CommandHost host = new(_output, new NoAzure(), TimeProvider.System);
        host.Start(async () => host.Output.WriteObject((await ConnectionTest.RunAsync(request.Check(), request, asksAnyway, host)).Test), null);
        host.Complete();
        Assert.Equal(fails ? "Failed" : "Passed", Assert.IsType<PgConnectionTest>(Assert.Single(_output.Objects)).Status);
        Assert.Equal(asked ? 1 : 0, _output.Text("Warning").Count(warning => warning.StartsWith("Azure could not be asked", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_stream_shows_the_password()
    {
        Run(Request() with { Credential = new("someone", "secret-word", false) });

        Assert.DoesNotContain("secret-word", string.Join('\n', _output.All), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_arguments_fail_with_the_argument_as_target()
    {
        ExpectFailure(Request() with { HostName = "https://db.example" }, "InvalidHostName", "https://db.example");
        ExpectFailure(Request() with { HostName = "" }, "MissingParameter", "HostName");
        ExpectFailure(Request() with { ExpectedIpAddress = ["127.0.0.1", "10.4"] }, "InvalidIpAddress", "10.4");
        ExpectFailure(Request() with { DnsServer = "dns.example" }, "InvalidDnsServer", "dns.example");
        ExpectFailure(Request() with { RootCertificate = "/missing.pem" }, "InvalidRootCertificate", "/missing.pem");
    }

    private void ExpectFailure(TestPgPrivateConnectionRequest request, string id, string target)
    {
        Assert.Null(Run(request));
        CommandFailure failure = _output.Failures[^1];
        Assert.Equal((id, (object)target), (failure.Id, failure.Target!));
        Assert.NotEqual("", failure.Remedy);
    }

    private object? Run(TestPgPrivateConnectionRequest request)
    {
        int before = _output.Objects.Count;
        using CommandHost host = new(_output, new NoAzure(), TimeProvider.System);
        host.Start(() => TestPgPrivateConnection.RunAsync(request, host), request.HostName);
        host.Complete();
        return _output.Objects.Skip(before).SingleOrDefault();
    }

    private TestPgPrivateConnectionRequest Request() => new()
    {
        HostName = Host,
        Port = _server.EndPoint.Port,
        DnsServer = _dns.EndPoint.ToString(),
        RootCertificate = _lab.RootFile,
    };
}
