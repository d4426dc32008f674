using System.Net;
using DnsClient;
using DnsClient.Protocol;

namespace PrivateLinkPg.Testing;

/// <summary>DnsClient.NET, which comes with the packages and so is on every machine.</summary>
public sealed class DnsClientLibrary : IDnsPeer
{
    public Task<string?> MissingAsync() => Task.FromResult<string?>(null);

    public static Task<DnsReply> AskAsync(IPEndPoint server, string name, string type = "A") => AskAsync(server, name, type, _ => { });

    internal static async Task<DnsReply> AskAsync(IPEndPoint server, string name, string type, Action<LookupClientOptions> change)
    {
        var response = await QueryAsync(server, name, type, change);
        return response is null ? new("", [], null) : new(
            response.Header.ResponseCode switch
            {
                DnsHeaderResponseCode.NoError => "NOERROR",
                DnsHeaderResponseCode.NotExistentDomain => "NXDOMAIN",
                DnsHeaderResponseCode.ServerFailure => "SERVFAIL",
                var other => other.ToString(),
            },
            [.. response.Answers.Select(Read)],
            response.Authorities.SoaRecords().Select(Read).FirstOrDefault());
    }

    /// <returns>Null when no answer came.</returns>
    internal static async Task<IDnsQueryResponse?> QueryAsync(IPEndPoint server, string name, string type, Action<LookupClientOptions> change)
    {
        LookupClientOptions options = new(server) { Timeout = TimeSpan.FromSeconds(5), Retries = 0, UseCache = false, ContinueOnDnsError = false };
        change(options);
        try
        {
            return await new LookupClient(options).QueryAsync(name, Enum.Parse<QueryType>(type));
        }
        catch (DnsResponseException failure) when (failure.Code == DnsResponseCode.ConnectionTimeout)
        {
            return null;
        }
    }

    private static DnsReplyRecord Read(DnsResourceRecord record) => new(Name(record.DomainName), (uint)record.InitialTimeToLive, record.RecordType.ToString(), record switch
    {
        AddressRecord address => address.Address.ToString(),
        CNameRecord alias => Name(alias.CanonicalName),
        TxtRecord text => string.Join(' ', text.Text.Select(part => $"\"{part.Replace("\"", "\\\"", StringComparison.Ordinal)}\"")),
        SoaRecord start => $"{start.MName} {start.RName} {start.Serial} {start.Refresh} {start.Retry} {start.Expire} {start.Minimum}",
        _ => record.ToString(),
    });

    private static string Name(DnsString name) => name.Value.TrimEnd('.');
}
