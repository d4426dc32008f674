using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using PrivateLinkPg.Sandbox.Certificates;

namespace PrivateLinkPg.Sandbox.Tests.Certificates;

public sealed class SandboxCertificateAuthorityTests : IDisposable
{
    private const string HostName = "orders.postgres.database.azure.com";
    private readonly SandboxCertificateAuthority authority = new(TimeProvider.System);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose()
    {
        authority.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_server_certificate_is_trusted_by_those_who_trust_the_authority()
    {
        using var issued = authority.Issue([HostName]);
        Assert.Equal(X509ChainStatusFlags.NoError, StatusOf(issued, authority));
    }

    [Fact]
    public void A_server_certificate_stands_for_its_names_and_addresses_only()
    {
        using var issued = authority.Issue([HostName, "*.biganimal.example"], [IPAddress.Loopback]);
        Assert.True(issued.Certificate.MatchesHostname(HostName));
        Assert.True(issued.Certificate.MatchesHostname("p-1.biganimal.example"));
        Assert.True(issued.Certificate.MatchesHostname("127.0.0.1"));
        Assert.False(issued.Certificate.MatchesHostname("orders.privatelink.postgres.database.azure.com"));
        Assert.False(issued.Certificate.MatchesHostname("127.0.0.2"));
    }

    [Fact]
    public void A_host_name_longer_than_a_common_name_may_be_is_still_matched()
    {
        var longName = $"{new string('a', 63)}.postgres.database.azure.com";
        using var issued = authority.Issue([longName]);
        Assert.True(issued.Certificate.MatchesHostname(longName));
    }

    [Fact]
    public void An_expired_certificate_fails_for_its_time_alone()
    {
        using var issued = authority.IssueExpired([HostName]);
        Assert.Equal(X509ChainStatusFlags.NotTimeValid, StatusOf(issued, authority));
    }

    [Fact]
    public void Another_authority_of_the_same_name_is_not_trusted()
    {
        using var stranger = new SandboxCertificateAuthority(TimeProvider.System);
        using var issued = stranger.Issue([HostName]);
        Assert.NotEqual(X509ChainStatusFlags.NoError, StatusOf(issued, authority));
    }

    [Fact]
    public async Task Dotnet_serves_tls_with_it_to_a_client_that_trusts_the_authority()
    {
        using var issued = authority.Issue([HostName]);
        Assert.Equal(SslPolicyErrors.None, await HandshakeAsync(issued, HostName));
        Assert.Equal(SslPolicyErrors.RemoteCertificateNameMismatch, await HandshakeAsync(issued, "127.0.0.1"));
    }

    [PeerFact<OpenSsl>]
    public async Task Openssl_accepts_the_chain_under_its_strict_rules()
    {
        using var issued = authority.Issue([HostName]);
        var authorityFile = Path.Combine(folder.FullName, "ca.pem");
        var serverFile = Path.Combine(folder.FullName, "server.pem");
        await authority.WritePemAsync(authorityFile);
        await File.WriteAllTextAsync(serverFile, issued.CertificatePem);

        var verified = await ProgramRun.OfAsync("openssl",
            ["verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", HostName, "-CAfile", authorityFile, serverFile]);
        Assert.Equal((0, $"{serverFile}: OK\n"), (verified.ExitCode, verified.Output));
    }

    [Fact]
    public async Task The_written_file_holds_no_key()
    {
        var file = Path.Combine(folder.FullName, "ca.pem");
        await authority.WritePemAsync(file);
        Assert.DoesNotContain("PRIVATE KEY", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    private static X509ChainStatusFlags StatusOf(ServerCertificate issued, SandboxCertificateAuthority trusted)
    {
        using var chain = new X509Chain { ChainPolicy = Trust.In(trusted.CertificatePem) };
        chain.Build(issued.Certificate);
        return Trust.Faults(chain);
    }

    private async Task<SslPolicyErrors> HandshakeAsync(ServerCertificate issued, string targetHost)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeAsync(listener, issued);
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var errors = SslPolicyErrors.None;
        await using var tls = new SslStream(client.GetStream());
        var handshake = tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = targetHost,
            CertificateChainPolicy = Trust.In(authority.CertificatePem),
            RemoteCertificateValidationCallback = (_, _, _, found) => (errors = found) == SslPolicyErrors.None,
        });
        await handshake.ContinueWith(_ => client.Close(), TaskScheduler.Default);
        await serving;
        Assert.Equal(errors == SslPolicyErrors.None, handshake.IsCompletedSuccessfully);
        return errors;
    }

    private static async Task ServeAsync(TcpListener listener, ServerCertificate issued)
    {
        using var accepted = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(accepted.GetStream());
        var handshake = tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = issued.Certificate });
        await handshake.ContinueWith(_ => { }, TaskScheduler.Default); // the client's opinion of it counts
    }
}
