using System.Security.Authentication;

namespace PrivateLinkPg.Probe;

/// <summary>TLS versions as PostgreSQL names them.</summary>
internal static class TlsNames
{
    /// <summary>The name of <paramref name="protocol"/> in pg_stat_ssl.</summary>
    public static string Version(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLSv1.2",
        SslProtocols.Tls13 => "TLSv1.3",
        _ => protocol.ToString(),
    };
}
