using System.Text.Json.Serialization.Metadata;

namespace PrivateLinkPg.Arm;

/// <summary>What an answer to a request is: Azure's or not, accepted or refused, a resource or none; and where it leads on.</summary>
/// <param name="endpoint">Who is asked.</param>
internal sealed class ArmAnswers(Uri endpoint)
{
    /// <summary>Host and port of who is asked.</summary>
    public string Host { get; } = $"{endpoint.Host}:{endpoint.Port}";

    /// <summary>True once Azure has answered anything.</summary>
    public bool AnyYet { get; private set; }

    /// <summary>The answer to a message.</summary>
    /// <exception cref="ForeignAnswerException">It is not Azure's.</exception>
    public Response Azures(HttpMessage message)
    {
        if (!AnswerOrigin.IsAzure(message.Response))
            throw Foreign(message.Response, message.Request.Method, message.Request.Uri.ToUri().AbsolutePath);
        AnyYet = true;
        return message.Response;
    }

    /// <summary>An answer that does what was asked.</summary>
    /// <exception cref="ArmException">Azure refused.</exception>
    public static Response Accepted(Response response, RequestMethod method, string path) =>
        response.Status >= 300 ? throw ArmException.From(response, $"{method} {path}") : response;

    /// <summary>The body of an answer, or null for an empty one or JSON's null, which Azure sends for an absent zone group.</summary>
    public static T? Read<T>(Response response, JsonTypeInfo<T> type) where T : class =>
        response.Content.ToMemory().IsEmpty ? null : JsonSerializer.Deserialize(response.Content, type);

    /// <summary>As above. What must be there is there, or it is not Azure's: an id in a resource, a value in a list.</summary>
    /// <exception cref="ForeignAnswerException">It is not.</exception>
    public T? Resource<T>(Response answer, string path, JsonTypeInfo<T> type) where T : class
    {
        T? read;
        try
        {
            read = Read(answer, type);
        }
        catch (JsonException)
        {
            throw Foreign(answer, RequestMethod.Get, path);
        }
        bool strange = read switch
        {
            null => answer.Content.ToMemory().IsEmpty,
            Reference resource => string.IsNullOrEmpty(resource.Id),
            IPage page => !page.IsPage,
            _ => false,
        };
        return strange ? throw Foreign(answer, RequestMethod.Get, path) : read;
    }

    /// <summary>A URL that an answer gives to go on with.</summary>
    /// <exception cref="CommandFailedException">LinkUnreadable.</exception>
    public static Uri Link(string given) =>
        Uri.TryCreate(given, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? url
            : throw Failure.LinkUnreadable(given);

    /// <summary>A URL that a request may go to. The bearer token goes along, so only this Azure or a region of it.</summary>
    /// <exception cref="CommandFailedException">UntrustedOperationUrl.</exception>
    public Uri Trusted(Uri url) =>
        url.Scheme == endpoint.Scheme && url.Port == endpoint.Port
        && ("." + url.Host).EndsWith("." + endpoint.Host, StringComparison.OrdinalIgnoreCase)
            ? url
            : throw Failure.UntrustedOperationUrl(url.GetLeftPart(UriPartial.Authority), endpoint.GetLeftPart(UriPartial.Authority));

    /// <summary>The failure of a request that another answered.</summary>
    public ForeignAnswerException Foreign(Response response, RequestMethod method, string path) =>
        new(Host, $"{method} {path}", AnswerOrigin.InWords(response));
}
