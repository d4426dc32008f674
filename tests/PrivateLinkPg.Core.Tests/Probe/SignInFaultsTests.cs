using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using PrivateLinkPg.Probe;

namespace PrivateLinkPg.Core.Tests.Probe;

/// <summary>What a server means by its SQLSTATE and routine, and a pooler, which has neither, by its words.</summary>
public sealed class SignInFaultsTests
{
    // SQLSTATE, routine, message; who signs in: with a token, with a certificate, and whether the server has seen a password.
    [Theory]
    [InlineData("28P01", "auth_failed", "", "", ProbeFault.PasswordRejected)]
    [InlineData("28P01", "auth_failed", "", "token", ProbeFault.EntraTokenRefused)]
    [InlineData("28000", "ClientAuthentication", "no pg_hba.conf entry", "", ProbeFault.ClientRejected)]
    [InlineData("28000", "ClientAuthentication", "no pg_hba.conf entry", "token", ProbeFault.ClientRejected)]
    [InlineData("28000", "ClientAuthentication", "connection requires a valid Client Certificate", "", ProbeFault.ClientCertificateMissing)]
    [InlineData("28000", "ClientAuthentication", "connection requires a valid client certificate", "certificate", ProbeFault.ClientCertificateRejected)]
    [InlineData("28000", "InitializeSessionUserId", "role does not exist", "", ProbeFault.RoleRejected)]
    [InlineData("28000", "InitializeSessionUserId", "role does not exist", "token", ProbeFault.EntraTokenRefused)]
    [InlineData("28000", "auth_failed", "", "", ProbeFault.AuthenticationServiceRejected)]
    [InlineData("28000", "auth_failed", "", "certificate", ProbeFault.ClientCertificateRejected)]
    [InlineData("28000", "auth_failed", "", "certificate password", ProbeFault.AuthenticationServiceRejected)]
    [InlineData("28000", "auth_failed", "", "password", ProbeFault.AuthenticationServiceRejected)]
    [InlineData("3D000", "", "", "", ProbeFault.DatabaseMissing)]
    [InlineData("42501", "", "", "", ProbeFault.DatabaseForbidden)]
    [InlineData("53300", "InitializeSessionUserId", "", "", ProbeFault.RoleIsFull)]
    [InlineData("53300", "CheckMyDatabase", "", "", ProbeFault.DatabaseIsFull)]
    [InlineData("53300", "InitProcess", "", "", ProbeFault.TooManyConnections)]
    [InlineData("55000", "", "", "", ProbeFault.DatabaseClosed)]
    [InlineData("57P01", "", "", "", ProbeFault.ServerNotReady)]
    [InlineData("57P03", "", "the database system is starting up", "", ProbeFault.ServerNotReady)]
    [InlineData("57P03", "", "the database system is not accepting connections: Hot Standby mode is disabled", "", ProbeFault.StandbyClosed)]
    [InlineData("57P02", "", "", "", ProbeFault.ServerNotReady)]
    [InlineData("57P04", "", "", "", ProbeFault.DatabaseDropped)]
    [InlineData("57P05", "", "", "", ProbeFault.SessionEnded)]
    [InlineData("53100", "", "", "", ProbeFault.DiskFull)]
    [InlineData("53200", "", "", "", ProbeFault.OutOfMemory)]
    [InlineData("F0000", "", "", "", ProbeFault.ServerMisconfigured)]
    [InlineData("08P01", "ProcessStartupPacket", "no such user", "", ProbeFault.SignInFailed)]
    [InlineData("08P01", null, "no such user", "", ProbeFault.PoolerUserMissing)]
    [InlineData("XX000", "", "", "", ProbeFault.SignInFailed)]
    internal void A_refusal_of_a_session_is_told_by_its_state(string state, string? routine, string message, string who, ProbeFault fault) =>
        Assert.Equal(fault, SignInFaults.Of(Refusal(state, routine, message), Request(who), who.Contains("password", StringComparison.Ordinal)));

    [Theory]
    [InlineData("57P01", ProbeFault.SessionEnded)]
    [InlineData("57P02", ProbeFault.ServerNotReady)]
    [InlineData("53100", ProbeFault.DiskFull)]
    [InlineData("57014", ProbeFault.QueryFailed)]
    internal void A_refusal_of_a_query_is_told_by_its_state(string state, ProbeFault fault) =>
        Assert.Equal(fault, SignInFaults.OfQuery(Refusal(state, "", ""), Request("")));

    // As PgBouncer 1.18 to 1.24 and pgcat have them.
    [Theory]
    [InlineData("server login failed: FATAL no such user", ProbeFault.PoolerServerFailed)]
    [InlineData("password authentication failed for user \"app\"", ProbeFault.PoolerServerFailed)]
    [InlineData("database \"app\" does not exist", ProbeFault.PoolerServerFailed)]
    [InlineData("FATAL: sorry, too many clients already", ProbeFault.PoolerServerFailed)]
    [InlineData("remaining connection slots are reserved", ProbeFault.PoolerServerFailed)]
    [InlineData("pgbouncer cannot connect to server (server down)", ProbeFault.PoolerServerFailed)]
    [InlineData("Server DNS lookup failed", ProbeFault.PoolerServerFailed)]
    [InlineData("server conn crashed?", ProbeFault.PoolerServerFailed)]
    [InlineData("connect failed", ProbeFault.PoolerServerFailed)]
    [InlineData("no such user: app", ProbeFault.PoolerUserMissing)]
    [InlineData("no such database: app", ProbeFault.PoolerDatabaseMissing)]
    [InlineData("database \"app\" is disabled", ProbeFault.PoolerDatabaseMissing)]
    [InlineData("no more connections allowed (max_client_conn)", ProbeFault.PoolerIsFull)]
    [InlineData("client connections exceeded (max_user_client_connections)", ProbeFault.PoolerIsFull)]
    [InlineData("query_wait_timeout", ProbeFault.PoolerQueueTimeout)]
    [InlineData("password too long", ProbeFault.PoolerPasswordTooLong)]
    [InlineData("packet too large", ProbeFault.PoolerPasswordTooLong)]
    [InlineData("bad packet", ProbeFault.PoolerPasswordTooLong)]
    [InlineData("client partial pkt", ProbeFault.PoolerPasswordTooLong)]
    [InlineData("unsupported startup parameter: extra_float_digits", ProbeFault.PoolerParameterRefused)]
    [InlineData("unsupported options startup parameter: only SET", ProbeFault.PoolerParameterRefused)]
    [InlineData("database system is shutting down", ProbeFault.ServerNotReady)]
    [InlineData("login rejected", ProbeFault.ClientRejected)]
    [InlineData("TLS connection required", ProbeFault.ClientRejected)]
    [InlineData("SSL required", ProbeFault.ClientRejected)]
    [InlineData("empty password returned by client", ProbeFault.PasswordMissing)]
    [InlineData("SASL authentication failed", ProbeFault.PasswordRejected)]
    [InlineData("something else", ProbeFault.PoolerRefused)]
    internal void A_pooler_is_understood_by_its_words(string message, ProbeFault fault) => Assert.Equal(fault, PoolerFaults.Of(message, Request("")));

    [Theory]
    [InlineData("auth failed", "token", ProbeFault.EntraTokenRefused)]
    [InlineData("TLS certificate name mismatch", "", ProbeFault.ClientCertificateMissing)]
    [InlineData("TLS certificate name mismatch", "certificate", ProbeFault.ClientCertificateRejected)]
    [InlineData("certificate authentication failed", "certificate", ProbeFault.ClientCertificateRejected)]
    internal void A_pooler_means_what_was_shown_to_it(string message, string who, ProbeFault fault) => Assert.Equal(fault, PoolerFaults.Of(message, Request(who)));

    private static ProbeRequest Request(string who)
    {
        ProbeRequest request = new() { HostName = "db", SignIn = new("someone", "secret", who.Contains("token", StringComparison.Ordinal)) };
        return who.Contains("certificate", StringComparison.Ordinal) ? request with { ClientCertificate = Identity.Value } : request;
    }

    private static PostgresException Refusal(string state, string? routine, string message) => new(message, "FATAL", "FATAL", state, routine: routine);

    private static readonly Lazy<TlsIdentity> Identity = new(() =>
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest wanted = new("CN=someone", key, HashAlgorithmName.SHA256);
        using var made = wanted.CreateSelfSigned(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2046, 1, 1, 0, 0, 0, TimeSpan.Zero));
        string file = Path.GetTempFileName();
        File.WriteAllText(file, made.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        TlsIdentity identity = TlsIdentity.Load(file, null, null);
        File.Delete(file);
        return identity;
    });
}
