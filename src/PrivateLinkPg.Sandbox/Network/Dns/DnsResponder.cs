namespace PrivateLinkPg.Sandbox.Network.Dns;

/// <summary>Turns a query's bytes into the answer's bytes, for one virtual network.</summary>
internal sealed partial class DnsResponder(string virtualNetworkId, INameData names, ILogger logger)
{
    private const int TcpLimit = ushort.MaxValue;
    private const int SmallestUdpLimit = 512;
    private const int LargestUdpLimit = 4096;
    private const int Truncated = 0x0200;
    private readonly NameResolver resolver = new(names);

    /// <summary>The answer; null when the client shall get none.</summary>
    /// <param name="message">The query.</param>
    /// <param name="overTcp">Over UDP the answer is cut to what the client takes.</param>
    internal byte[]? Respond(ReadOnlySpan<byte> message, bool overTcp)
    {
        if (DnsQuery.Read(message) is not { } query)
            return null;
        try
        {
            var fault = query.Question is null
                ? DnsFault.None
                : names.FaultFor(virtualNetworkId, NameResolver.Normalize(query.Question.Name));
            if (fault == DnsFault.NoAnswer)
                return null;
            var answer = fault == DnsFault.ServerFailure ? Without(DnsResponseCode.ServerFailure) : Answer(query);
            var response = Write(query, answer);
            return response.Length <= (overTcp ? TcpLimit : UdpLimit(query))
                ? response
                : Write(query, answer with { Answers = [], Authority = null }, Truncated);
        }
        catch (Exception failure)
        {
            // A name server that cannot answer says so; it goes on serving others.
            LogFailure(failure, query.Question?.Name, virtualNetworkId);
            return Write(query, Without(DnsResponseCode.ServerFailure));
        }
    }

    [LoggerMessage(LogLevel.Error, "The query of {Name} in {VirtualNetwork} failed")]
    private partial void LogFailure(Exception failure, string? name, string virtualNetwork);

    private DnsAnswer Answer(DnsQuery query) => query switch
    {
        { OperationCode: not 0 } => Without(DnsResponseCode.NotImplemented),
        { Question: null } => Without(DnsResponseCode.FormatError),
        { Extension.Version: not 0 } => Without(DnsResponseCode.BadVersion),
        { Question.Class: not DnsQuestion.Internet } or { Question.Type: DnsRecordType.Axfr } => Without(DnsResponseCode.Refused),
        _ => resolver.Resolve(virtualNetworkId, query.Question.Name, query.Question.Type),
    };

    private static DnsAnswer Without(DnsResponseCode code) => new(code, [], null);

    private static int UdpLimit(DnsQuery query) =>
        query.Extension is null ? SmallestUdpLimit : Math.Clamp((int)query.Extension.UdpPayloadSize, SmallestUdpLimit, LargestUdpLimit);

    private static byte[] Write(DnsQuery query, DnsAnswer answer, int moreFlags = 0)
    {
        const int response = 0x8000, recursionAvailable = 0x0080, copied = 0x7900; // operation code and "recursion desired"
        var writer = new DnsWriter();
        writer.WriteUInt16(query.Id);
        writer.WriteUInt16(response | recursionAvailable | moreFlags | (query.Flags & copied) | ((int)answer.Code & 0xF));
        writer.WriteUInt16(query.Question is null ? 0 : 1);
        writer.WriteUInt16(answer.Answers.Count);
        writer.WriteUInt16(answer.Authority is null ? 0 : 1);
        writer.WriteUInt16(query.Extension is null ? 0 : 1);
        if (query.Question is { } question)
        {
            writer.WriteName(question.Name);
            writer.WriteUInt16((ushort)question.Type);
            writer.WriteUInt16(question.Class);
        }

        foreach (var owned in answer.Answers)
            writer.WriteRecord(owned.Owner, owned.Record);
        if (answer.Authority is { } authority)
            writer.WriteRecord(authority.Owner, authority.Record);
        if (query.Extension is not null)
            WriteExtension(writer, answer.Code);
        return writer.ToArray();
    }

    private static void WriteExtension(DnsWriter writer, DnsResponseCode code)
    {
        writer.WriteName("");
        writer.WriteUInt16((ushort)DnsRecordType.Opt);
        writer.WriteUInt16(LargestUdpLimit);
        writer.WriteByte((byte)((int)code >> 4));
        writer.WriteByte(0);
        writer.WriteUInt16(0);
        writer.WriteUInt16(0);
    }
}
