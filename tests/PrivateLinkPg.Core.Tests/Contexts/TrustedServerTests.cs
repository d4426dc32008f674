using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using PrivateLinkPg.Contexts;

namespace PrivateLinkPg.Core.Tests.Contexts;

/// <summary>Whom tokens are sent to: the server that was asked, with a certificate of an authority that was given, for its name, as a server's.</summary>
public sealed class TrustedServerTests : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 _authority = Authority("CN=one");
    private readonly X509Certificate2 _other = Authority("CN=other");
    private readonly string _file = Path.GetTempFileName();

    public TrustedServerTests() => File.WriteAllText(_file, _authority.ExportCertificatePem());

    [Fact]
    public async Task A_server_of_the_given_authority_is_asked() => Assert.Equal((200, 1), await AskAsync(Issue(_authority)));

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 0)]
    public async Task One_of_an_authority_below_it_is_where_the_server_shows_that_one_too(bool shows, int status)
    {
        using X509Certificate2 below = Below(_authority);
        using X509Certificate2 shown = Issue(below);
        using X509Certificate2 known = X509CertificateLoader.LoadCertificate(below.RawData);
        Assert.Equal(status, (await AskAsync(shown, between: shows ? known : null)).Status);
    }

    [Fact]
    public async Task One_of_another_authority_is_not() => Assert.Equal((0, 0), await AskAsync(Issue(_other)));

    [Fact]
    public async Task One_of_another_name_is_not() => Assert.Equal((0, 0), await AskAsync(Issue(_authority, name: "management.evil.example")));

    [Fact]
    public async Task One_whose_certificate_is_a_clients_is_not() => Assert.Equal((0, 0), await AskAsync(Issue(_authority, use: ClientUse)));

    [Fact]
    public async Task One_whose_certificate_has_ended_is_not() => Assert.Equal((0, 0), await AskAsync(Issue(_authority, days: -1)));

    [Fact]
    public async Task Where_it_leads_on_to_nobody_goes()
    {
        (int status, int asked) = await AskAsync(Issue(_authority), location => $"HTTP/1.1 307 Temporary Redirect\r\nLocation: {location}elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        Assert.Equal((307, 1), (status, asked));
    }

    [Theory]
    [InlineData("https://management.azure.com/")]
    [InlineData("https://management.azure.com")]
    [InlineData("https://ossrdbms-aad.database.windows.net")]
    public void A_resource_is_asked_for_byte_for_byte(string resource) => Assert.Equal(resource, TokenScope.Resource(TokenScope.For(resource)));

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        File.Delete(_file);
    }

    /// <summary>The status of the answer, 0 where there was none, and how many requests the server has seen.</summary>
    private async Task<(int Status, int Asked)> AskAsync(X509Certificate2 shown, Func<string, string>? answer = null, X509Certificate2? between = null)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string url = $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/";
        using CancellationTokenSource over = new();
        int asked = 0;
        Task serving = ServeAsync();
        int status = 0;
        try
        {
            HttpPipelineTransport transport = TrustedTransport.For(_file);
            using HttpMessage message = new(transport.CreateRequest(), new ResponseClassifier());
            message.Request.Uri.Reset(new Uri(url));
            message.Request.Headers.SetValue("Authorization", "Bearer token");
            await transport.ProcessAsync(message);
            status = message.Response.Status;
        }
        catch (Exception e) when (e is Azure.RequestFailedException or HttpRequestException)
        {
            Assert.IsType<AuthenticationException>(e.GetBaseException());
        }
        await over.CancelAsync();
        await serving;
        shown.Dispose();
        return (status, asked);

        async Task ServeAsync()
        {
            while (!over.IsCancellationRequested)
            {
                try
                {
                    using TcpClient client = await listener.AcceptTcpClientAsync(over.Token);
                    await using SslStream secured = new(client.GetStream());
                    await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                    {
                        ServerCertificateContext = SslStreamCertificateContext.Create(shown, between is null ? null : [between], offline: true),
                    }, over.Token);
                    byte[] read = new byte[4096];
                    if (await secured.ReadAsync(read, over.Token) == 0) continue;
                    Interlocked.Increment(ref asked);
                    string text = answer?.Invoke(url) ?? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                    await secured.WriteAsync(Encoding.ASCII.GetBytes(text), over.Token);
                }
                catch (Exception e) when (e is OperationCanceledException or IOException or AuthenticationException)
                {
                    // The client does not want it, or the test is over.
                }
            }
        }
    }

    private static X509Certificate2 Authority(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-9), TimeProvider.System.GetUtcNow().AddDays(9));
    }

    private static X509Certificate2 Below(X509Certificate2 authority)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=below", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        using X509Certificate2 signed = request.Create(authority, TimeProvider.System.GetUtcNow().AddDays(-8), TimeProvider.System.GetUtcNow().AddDays(8), [4, 5, 6]);
        return signed.CopyWithPrivateKey(key);
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name = "localhost", string use = ServerUse, int days = 1)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 signed = request.Create(authority, TimeProvider.System.GetUtcNow().AddDays(-2), TimeProvider.System.GetUtcNow().AddDays(days), [1, 2, 3]);
        return signed.CopyWithPrivateKey(key);
    }
}
