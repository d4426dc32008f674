namespace PrivateLinkPg.Failures;

/// <summary>Azure said no: an error answer, or an operation that ended Failed.</summary>
internal sealed class ArmException : RequestFailedException
{
    // Azure's words for "not now": seen as answers and as ends of operations.
    private static readonly HashSet<string> Transient = new(StringComparer.OrdinalIgnoreCase)
    {
        "RetryableError", "RetryableErrorDueToAnotherOperation", "AnotherOperationInProgress",
        "ConflictError", "ServerIsBusy", "ServerBusy",
    };

    private ArmException(int status, string code, string message, string request, bool inOperation) : base(status, message, code, null)
    {
        Request = request;
        InOperation = inOperation;
    }

    /// <summary>Method and path of the request.</summary>
    public string Request { get; }

    /// <summary>True where the request was accepted and its operation failed later.</summary>
    public bool InOperation { get; }

    /// <summary>Azure's error code, such as ResourceNotFound; the HTTP reason where the body has none.</summary>
    public string Code => ErrorCode ?? "";

    /// <summary>True where the resource is not as it was seen when the request was made.</summary>
    public bool IsOutdated => Code == "PreconditionFailed";

    /// <summary>True where Azure says that the same request may succeed later.</summary>
    public bool IsTransient => Transient.Contains(Code);

    /// <summary>Reads the error of an answer: {"error":{…}}, or the bare {"code","message"} of private DNS.</summary>
    public static ArmException From(Response response, string request)
    {
        (string code, string message) = Read(response.Content) ?? ($"Http{response.Status}", response.ReasonPhrase);
        return new(response.Status, code, message, request, inOperation: false);
    }

    /// <summary>Reads the error of an operation that ended with <paramref name="status"/>.</summary>
    public static ArmException FromOperation(Response poll, string status, string request)
    {
        (string code, string message) =
            Read(poll.Content) ?? ("Operation" + status, $"The operation ended with status {status} and no reason.");
        return new(poll.Status, code, message, request, inOperation: true);
    }

    private static (string Code, string Message)? Read(BinaryData? content)
    {
        try
        {
            if (content is null || content.ToMemory().IsEmpty) return null;
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement error = document.RootElement;
            if (error.ValueKind != JsonValueKind.Object) return null;
            if (error.TryGetProperty("error", out JsonElement inner) && inner.ValueKind == JsonValueKind.Object) error = inner;
            return error.TryGetProperty("code", out JsonElement code) && error.TryGetProperty("message", out JsonElement message)
                ? (code.ToString(), message.ToString())
                : null;
        }
        catch (JsonException)
        {
            return null; // A proxy's page: the status says all there is.
        }
    }
}
