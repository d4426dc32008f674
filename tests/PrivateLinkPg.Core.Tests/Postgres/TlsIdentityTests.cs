using System.Net;
using System.Net.Sockets;
using PrivateLinkPg.Diagnosis;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Postgres;

/// <summary>Files of -ClientCertificate, and what is said about those that will not do.</summary>
public sealed class TlsIdentityTests : IDisposable
{
    private readonly ClientCertificateLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Every_usual_kind_of_file_is_read()
    {
        (string certificate, string key) = _lab.Pair("app");
        (string other, string locked) = _lab.Pair("app", encrypted: true);
        (string Path, string? Key, string? Password, int Others)[] files =
        [
            (_lab.Pem("app"), null, null, 0), (_lab.Pem("app", deep: true), null, null, 1), (certificate, key, null, 0), (certificate, key, "not needed", 0),
            (other, locked, ClientCertificateLab.Password, 0), (_lab.Pfx("app", ClientCertificateLab.Password), null, ClientCertificateLab.Password, 0),
            (_lab.Pfx("app", null), null, null, 0),
        ];
        AssertEach.All(files, file =>
        {
            using TlsIdentity identity = TlsIdentity.Load(file.Path, file.Key, file.Password);
            Assert.Equal("CN=app", identity.Context.TargetCertificate.Subject);
            Assert.True(identity.Context.TargetCertificate.HasPrivateKey);
            Assert.Equal(file.Others, identity.Context.IntermediateCertificates.Count);
        });
    }

    [Fact]
    public void Each_file_that_will_not_do_is_refused_with_what_to_do()
    {
        (string certificate, string key) = _lab.Pair("app");
        (_, string otherKey) = _lab.Pair("app");
        (string third, string locked) = _lab.Pair("app", encrypted: true);
        string old = _lab.Write("old.key", "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----\n");
        string pfx = _lab.Pfx("app", ClientCertificateLab.Password);
        string nowhere = Path.Combine(Path.GetTempPath(), "no-such-file.pem");

        Refused("cannot be read", "-ClientCertificate names", nowhere);
        Refused("cannot be read", "-ClientKey names", certificate, nowhere);
        Refused("no certificate that can be read", "PFX", _lab.Write("nonsense.pem", "nonsense"));
        Refused("no certificate that can be read", "PFX", _lab.Write("empty.pem", ""));
        Refused("no certificate that can be read", "PFX", _lab.Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + File.ReadAllText(key)));
        Refused("holds no certificate", "-ClientKey", key);
        Refused("holds no private key", "or a file that has both", certificate);
        Refused("holds no private key", "PEM file of the certificate's key", certificate, certificate);
        Refused(locked, "-ClientKeyPassword", third, locked);
        Refused(locked, "Check the password", third, locked, "wrong-Password-2");
        Refused(old, "openssl pkcs8", certificate, old);
        Refused("do not belong together", "made for", certificate, otherKey);
        Refused("is encrypted, and no password", "-ClientKeyPassword", third, locked);
        Refused("cannot be decrypted", "Check the password", third, locked, "wrong-Password-2");
        Refused("OpenSSL's old way", "openssl pkcs8", certificate, old);
        Refused("is encrypted, and no password", "-ClientKeyPassword", pfx);
        Refused("cannot be decrypted", "Check the password", pfx, null, "wrong-Password-2");
        Refused("not a PEM file", "Leave out -ClientKey", pfx, key, ClientCertificateLab.Password);
        Refused("holds no private key", "Export", _lab.Pfx("app", null, withKey: false));
    }

    [Fact]
    public void Its_key_ends_with_it()
    {
        TlsIdentity identity = TlsIdentity.Load(_lab.Pem("app"), null, null);
        identity.Dispose();

        Assert.Equal(IntPtr.Zero, identity.Context.TargetCertificate.Handle);
    }

    // An intermediate that is not in the file is not sent: no certificate makes this machine ask a host of the certificate's choice.
    [Fact]
    public void Nothing_is_fetched_for_it()
    {
        using TcpListener host = new(IPAddress.Loopback, 0);
        host.Start();
        using TlsIdentity identity = TlsIdentity.Load(_lab.Pem("app", deep: true, issuerUrl: $"http://{host.LocalEndpoint}/ca.crt", alone: true), null, null);

        Assert.Empty(identity.Context.IntermediateCertificates);
        Assert.False(host.Pending());
    }

    [Theory]
    [InlineData(null, "app.key", null, PgSslMode.VerifyFull, "-ClientKey has no effect")]
    [InlineData(null, null, "secret", PgSslMode.VerifyFull, "-ClientKeyPassword has no effect")]
    [InlineData("app.crt", null, null, PgSslMode.Disable, "-ClientCertificate has no effect")]
    public void What_would_have_no_effect_is_refused(string? certificate, string? key, string? password, PgSslMode mode, string words)
    {
        ProbeSettings settings = new()
        {
            HostName = "db.example.com",
            ClientCertificate = certificate,
            ClientKey = key,
            ClientKeyPassword = password is null ? null : new(password),
            SslMode = mode,
        };
        CommandFailure failure = Assert.Throws<CommandFailedException>(settings.Check).Failure;

        Assert.Equal("ClientCertificateNotUsed", failure.Id);
        Assert.StartsWith(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", $"{settings} {failure}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("600", false)]
    [InlineData("640", false)]
    [InlineData("644", true)]
    [InlineData("660", true)]
    public void A_key_that_libpq_would_not_take_for_its_mode_is_told(string mode, bool told)
    {
        if (OperatingSystem.IsWindows()) return;
        (string certificate, string key) = _lab.Pair("app");
        File.SetUnixFileMode(key, (UnixFileMode)Convert.ToInt32(mode, 8));
        using TlsIdentity identity = TlsIdentity.Load(certificate, key, null);
        ProbeState passed = new(new() { HostName = "db", ClientCertificate = identity }, null!, TimeProvider.System);

        Assert.Equal(told ? [$"psql does not take the key in '{key}', which others than its owner may read: chmod 600."] : [], ProbeNotices.Of(passed));
    }

    private static void Refused(string what, string remedy, string path, string? key = null, string? password = null)
    {
        CommandFailure failure = Assert.Throws<CommandFailedException>(() => TlsIdentity.Load(path, key, password)).Failure;

        Assert.Equal("InvalidClientCertificate", failure.Id);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, failure.Remedy, StringComparison.Ordinal);
        if (password is not null) Assert.DoesNotContain(password, $"{failure.Message} {failure.Remedy}", StringComparison.Ordinal);
    }
}
