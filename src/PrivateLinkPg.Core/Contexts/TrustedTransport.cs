using System.Collections.Concurrent;
using System.Net.Security;

namespace PrivateLinkPg.Contexts;

/// <summary>HTTP connections to an Azure, kept for the life of the process so that a second command finds them open.</summary>
internal static class TrustedTransport
{
    private static readonly ConcurrentDictionary<string, HttpPipelineTransport> Transports = new();

    /// <summary>A transport that trusts the system's authorities and those in a PEM file.</summary>
    public static HttpPipelineTransport For(string? caCertificate)
    {
        // The file's time is part of the key: a renewed authority is read again.
        string key = caCertificate is null ? "" : $"{caCertificate}|{File.GetLastWriteTimeUtc(caCertificate).Ticks}";
        return Transports.GetOrAdd(key, _ => new HttpClientTransport(new HttpClient(Handler(caCertificate))));
    }

    private static SocketsHttpHandler Handler(string? caCertificate)
    {
        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            // Commands of different accounts and tenants share it; a cookie would tie them together.
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            // The system's own patience, two minutes and more, is for no one who waits at a prompt.
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
        // Operation URLs of over 3 KB, twice in one answer.
        handler.MaxResponseHeadersLength = 64;
        if (caCertificate is null) return handler;
        X509Certificate2Collection authorities = AuthorityFile.Read(caCertificate);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, sent, errors) =>
            errors == SslPolicyErrors.None
            || (errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is X509Certificate2 leaf
                && Chains(leaf, sent, authorities));
        return handler;
    }

    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private static bool Chains(X509Certificate2 leaf, X509Chain? sent, X509Certificate2Collection authorities)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        // Intermediate authorities that the server sent along.
        if (sent is not null) chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        return chain.Build(leaf);
    }
}
