using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Web;
using Azure.Core;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Models;
using PrivateLinkPg.Output;

namespace PrivateLinkPg.Core.Tests.Contexts;

/// <summary>Real Azure.Identity and the real pipeline, against an Azure that is a web server of this process.</summary>
public sealed class ConnectPgAzureTests : IAsyncLifetime
{
    private const string Development = "aaaaaaaa-0000-0000-0000-000000000001";
    private const string Secret = "client~secret";
    private readonly AzureStandIn _azure = new() { Subscriptions = [(Development, "development", "Enabled")] };
    private readonly FakeRunspace _runspace = new();
    private readonly RecordingOutput _output = new();

    public Task InitializeAsync() => _azure.StartAsync();

    public Task DisposeAsync() => _azure.DisposeAsync().AsTask();

    [Fact]
    public async Task A_service_principal_signs_in_with_its_secret_and_the_context_tells_what_it_can_see()
    {
        PgAzureContext shown = Connect(new SecretSignIn(AzureStandIn.Application, Secret));

        Assert.Equal(AzureStandIn.Application, shown.Account);
        Assert.Equal("ServicePrincipal", shown.AccountType);
        Assert.Equal((Development, "development"), (shown.SubscriptionId, shown.SubscriptionName));
        Assert.Equal(AzureStandIn.Tenant, shown.TenantId);
        Assert.Equal(("standin", _azure.Url, "ConnectPgAzure"), (shown.Environment, shown.ResourceManagerUrl, shown.Source));
        Assert.Equal(Secret, Form()["client_secret"]);
        Assert.Equal(_azure.Url + "/.default", Form()["scope"]!.Split(' ')[0]);
        Assert.Equal("?api-version=2022-09-01", Assert.Single(_azure.Requests, request => request.Path == "/metadata/endpoints").Query);
        AzureStandIn.Seen list = Assert.Single(_azure.Requests, request => request.Path == "/subscriptions");
        Assert.StartsWith("Bearer ey", list.Authorization, StringComparison.Ordinal);
        AccessToken again = await _runspace.Context!.Credential.GetTokenAsync(TokenScope.For(_azure.Url), CancellationToken.None);
        Assert.Equal(list.Authorization, "Bearer " + again.Token);
    }

    [Theory]
    [InlineData("pfx", null)]
    [InlineData("pfx", "pass")]
    [InlineData("pem", null)]
    [InlineData("pem", "pass")]
    public void A_service_principal_signs_in_with_a_certificate_file(string kind, string? password)
    {
        string path = _azure.FilePath("client." + kind);
        using (X509Certificate2 certificate = Certificate()) Write(certificate, path, kind, password);

        Connect(new CertificateSignIn(AzureStandIn.Application, ClientCertificate.InFile(path, password)));

        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", Form()["client_assertion_type"]);
        Assert.Equal(3, Form()["client_assertion"]!.Split('.').Length);
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("pfx")]
    public void A_certificate_without_its_key_says_what_is_missing(string kind)
    {
        string path = _azure.FilePath("public." + kind);
        using (X509Certificate2 certificate = Certificate())
        using (X509Certificate2 withoutKey = X509CertificateLoader.LoadCertificate(certificate.RawData)) Write(withoutKey, path, kind, null);

        CommandFailure failure = Fail(new CertificateSignIn(AzureStandIn.Application, ClientCertificate.InFile(path, null)));

        Assert.Equal(("CertificateUnusable", path), (failure.Id, failure.Target));
    }

    [Fact]
    public void A_certificate_file_with_another_password_is_refused_without_showing_it()
    {
        string path = _azure.FilePath("client.pfx");
        using (X509Certificate2 certificate = Certificate()) Write(certificate, path, "pfx", "right");

        Assert.Equal("CertificateUnusable", Fail(new CertificateSignIn(AzureStandIn.Application, ClientCertificate.InFile(path, Secret))).Id);
    }

    [Fact]
    public void An_unknown_thumbprint_says_where_was_looked()
    {
        CommandFailure failure = Fail(new CertificateSignIn(AzureStandIn.Application, ClientCertificate.InStore("00 11 22")));

        Assert.Contains("No personal certificate", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_federated_token_file_that_is_not_there_is_named()
    {
        string path = _azure.FilePath("no-token");
        CommandFailure failure = Fail(FederatedSignIn.WithFile(AzureStandIn.Application, path));
        Assert.Equal((nameof(Failure.FileUnusable), path), (failure.Id, failure.Target));
    }

    [Fact]
    public async Task A_federated_token_file_is_read_again_for_each_sign_in()
    {
        string path = _azure.FilePath("token");
        await File.WriteAllTextAsync(path, "first\n");
        Connect(FederatedSignIn.WithFile(AzureStandIn.Application, path));
        Assert.Equal("first", Form()["client_assertion"]);

        await File.WriteAllTextAsync(path, "second\n");
        await _runspace.Context!.Credential.GetTokenAsync(new TokenRequestContext([_azure.Url + "/.default"], claims: "{\"access_token\":{}}"), CancellationToken.None);

        Assert.Equal("second", Form()["client_assertion"]);
    }

    [Fact]
    public void A_federated_token_in_hand_is_sent() =>
        Assert.Equal("given", AssertionOf(FederatedSignIn.WithToken(AzureStandIn.Application, "given")));

    [Fact]
    public async Task An_access_token_is_used_as_it_is_and_never_for_another_audience()
    {
        string token = AzureStandIn.Token(_azure.Url);
        PgAzureContext shown = Connect(new AccessTokenSignIn(token, null), tenant: null);

        Assert.Equal(("AccessToken", AzureStandIn.Application, AzureStandIn.Tenant), (shown.AccountType, shown.Account, shown.TenantId));
        Assert.Contains(_azure.Requests, request => request.Authorization == "Bearer " + token);
        CommandFailedException missing = await Assert.ThrowsAsync<CommandFailedException>(() => PostgreSqlTokenAsync());
        Assert.Equal("PostgreSqlTokenMissing", missing.Failure.Id);
    }

    [Fact]
    public async Task A_token_for_PostgreSQL_serves_that_audience()
    {
        Connect(new AccessTokenSignIn(AzureStandIn.Token(_azure.Url), "for postgres"), tenant: null);

        Assert.Equal("for postgres", await PostgreSqlTokenAsync());
    }

    [Fact]
    public void An_expired_access_token_is_refused_before_it_is_sent()
    {
        CommandFailure failure = Fail(new AccessTokenSignIn(AzureStandIn.Token(_azure.Url, minutes: -1), null));

        Assert.Equal("AccessTokenExpired", failure.Id);
        Assert.DoesNotContain(_azure.Requests, request => request.Path == "/subscriptions");
    }

    [Fact]
    public void A_refused_secret_says_why_and_leaves_the_earlier_context()
    {
        SignedInContext earlier = Earlier();
        _azure.SignInError = """{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided. Trace ID: x","error_codes":[7000215]}""";

        CommandFailure failure = Fail(new SecretSignIn(AzureStandIn.Application, Secret));

        Assert.Equal("SignInFailed", failure.Id);
        Assert.Contains("AADSTS7000215: Invalid client secret provided", failure.Message, StringComparison.Ordinal);
        Assert.Same(earlier, _runspace.Context);
    }

    [Fact]
    public void A_token_that_Azure_refuses_leaves_the_earlier_context()
    {
        SignedInContext earlier = Earlier();
        _azure.ArmStatus = 401;

        Assert.Equal("SignInFailed", Fail(new SecretSignIn(AzureStandIn.Application, Secret)).Id);
        Assert.Same(earlier, _runspace.Context);
    }

    [Fact]
    public void An_Azure_with_another_authority_is_not_trusted()
    {
        SignedInContext earlier = Earlier();

        CommandFailure failure = Fail(new SecretSignIn(AzureStandIn.Application, Secret), caCertificate: null);

        Assert.Equal("AzureUnreachable", failure.Id);
        Assert.Contains("-CaCertificate", failure.Remedy, StringComparison.Ordinal);
        Assert.Empty(_azure.Requests);
        Assert.Same(earlier, _runspace.Context);
    }

    [Fact]
    public void A_token_of_another_tenant_is_refused()
    {
        CommandFailure failure = Fail(new SecretSignIn(AzureStandIn.Application, Secret), tenant: "99999999-9999-9999-9999-999999999999");

        Assert.Equal("TenantDiffers", failure.Id);
    }

    [Fact]
    public void A_tenant_may_be_named_by_its_domain() =>
        Assert.Equal(AzureStandIn.Tenant, Connect(new SecretSignIn(AzureStandIn.Application, Secret), tenant: "contoso.onmicrosoft.com").TenantId);

    [Fact]
    public void A_service_principal_needs_a_tenant() =>
        Assert.Equal("TenantMissing", Fail(new SecretSignIn(AzureStandIn.Application, Secret), tenant: null).Id);

    [Fact]
    public void Several_subscriptions_are_warned_about_unless_one_was_named()
    {
        _azure.Subscriptions = [("1", "old", "Disabled"), (Development, "development", "Enabled"), ("3", "test", "Enabled")];

        Assert.Equal("development", Connect(new SecretSignIn(AzureStandIn.Application, Secret)).SubscriptionName);
        Assert.Contains("3 subscriptions", Assert.Single(_output.Text("Warning")), StringComparison.Ordinal);
        Assert.Equal("3", Connect(new SecretSignIn(AzureStandIn.Application, Secret), subscription: "Test").SubscriptionId);
        Assert.Single(_output.Text("Warning"));
    }

    [Fact]
    public void An_account_that_sees_nothing_is_connected_and_warned()
    {
        _azure.Subscriptions = [];

        Assert.Null(Connect(new SecretSignIn(AzureStandIn.Application, Secret)).SubscriptionId);
        Assert.Contains("no subscription", Assert.Single(_output.Text("Warning")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_subscription_that_cannot_be_seen_leaves_the_earlier_context()
    {
        SignedInContext earlier = Earlier();

        Assert.Equal("SubscriptionNotVisible", Fail(new SecretSignIn(AzureStandIn.Application, Secret), subscription: "production").Id);
        Assert.Same(earlier, _runspace.Context);
    }

    [Theory]
    [InlineData("http://localhost:1/")]
    [InlineData("localhost")]
    [InlineData("https://localhost/subscriptions")]
    public void Only_an_https_endpoint_is_asked(string url) =>
        Assert.Equal("ResourceManagerUrlInvalid", Run(new SecretSignIn(AzureStandIn.Application, Secret), new CloudChoice(null, url, null), null, AzureStandIn.Tenant)!.Id);

    [Fact]
    public void A_file_without_an_authority_says_so()
    {
        string path = _azure.FilePath("empty.pem");
        File.WriteAllText(path, "nothing");

        Assert.Equal(("FileUnusable", path), Fail(new SecretSignIn(AzureStandIn.Application, Secret), caCertificate: path) is var failure ? (failure.Id, failure.Target) : default);
        Assert.Equal("FileUnusable", Fail(new SecretSignIn(AzureStandIn.Application, Secret), caCertificate: path + ".missing").Id);
    }

    [Fact]
    public void Disconnecting_forgets_and_is_no_error_twice()
    {
        Connect(new SecretSignIn(AzureStandIn.Application, Secret));

        using CommandHost host = Host();
        host.Start(() => DisconnectPgAzure.RunAsync(_runspace, host), null);
        host.Start(() => DisconnectPgAzure.RunAsync(_runspace, host), null);
        host.Complete();

        Assert.Null(_runspace.Context);
        Assert.Empty(_output.Failures);
    }

    private static X509Certificate2 Certificate()
    {
        using RSA key = RSA.Create(2048);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static void Write(X509Certificate2 certificate, string path, string kind, string? password)
    {
        using RSA? key = certificate.GetRSAPrivateKey();
        if (kind == "pfx") File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, password));
        else
        {
            File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + (key is null ? "" : password is null
                ? key.ExportPkcs8PrivateKeyPem()
                : key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000))));
        }
    }

    private SignedInContext Earlier() => _runspace.Context = new(new ScriptedCredential(_ => throw new NotSupportedException()))
    {
        Cloud = AzureCloud.Public, Account = "earlier", AccountType = "User",
    };

    private async Task<string> PostgreSqlTokenAsync() => (await _runspace.Context!.Credential
        .GetTokenAsync(TokenScope.For(_runspace.Context.Cloud.PostgreSqlAudience), CancellationToken.None)).Token;

    private string? AssertionOf(SignInMethod method)
    {
        Connect(method);
        return Form()["client_assertion"];
    }

    private System.Collections.Specialized.NameValueCollection Form() =>
        HttpUtility.ParseQueryString(_azure.Requests.Last(request => request.Path.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal)).Body);

    private PgAzureContext Connect(SignInMethod method, string? subscription = null, string? tenant = AzureStandIn.Tenant)
    {
        CommandFailure? failure = Run(method, new CloudChoice(null, _azure.Url, _azure.CaCertificate), subscription, tenant);
        Assert.Null(failure);
        return Assert.IsType<PgAzureContext>(_output.Objects[^1]);
    }

    private CommandFailure Fail(SignInMethod method, string? subscription = null, string? tenant = AzureStandIn.Tenant, string? caCertificate = "") =>
        Run(method, new CloudChoice(null, _azure.Url, caCertificate is "" ? _azure.CaCertificate : caCertificate), subscription, tenant)!;

    // Every run ends with a look for secrets in all that was written.
    private CommandFailure? Run(SignInMethod method, CloudChoice cloud, string? subscription, string? tenant)
    {
        ConnectPgAzureRequest request = new(method, cloud, subscription, tenant);
        using CommandHost host = Host();
        int before = _output.Failures.Count;
        host.Start(() => ConnectPgAzure.RunAsync(request, _runspace, host), null);
        host.Complete();
        string all = string.Join('\n', [request, _runspace.Context, .. _output.All]);
        Assert.DoesNotContain(Secret, all, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", all, StringComparison.Ordinal);
        return _output.Failures.Count > before ? _output.Failures[^1] : null;
    }

    private CommandHost Host() => new(_output, new NoConnections(), TimeProvider.System);

    private sealed class NoConnections : IConnectionSource
    {
        public Task<AzureConnection> ResolveAsync(PipelineThread pipeline, CancellationToken cancellation) => throw new NotSupportedException();
    }
}
