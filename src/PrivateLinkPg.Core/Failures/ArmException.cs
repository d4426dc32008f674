namespace PrivateLinkPg.Failures;

/// <summary>Azure said no: an error answer, or an operation that ended Failed.</summary>
internal sealed class ArmException : RequestFailedException
{
    // Azure's words for "not now": seen as answers, as ends of operations, and within other errors.
    private static readonly HashSet<string> Transient = new(StringComparer.OrdinalIgnoreCase)
    {
        "RetryableError", "RetryableErrorDueToAnotherOperation", "AnotherOperationInProgress", "ReferencedResourceNotProvisioned",
        "ConflictError", "ServerIsBusy", "ServerBusy",
    };

    private ArmException(int status, AzureError error, string request, bool inOperation) : base(status, error.Text, error.Code, null)
    {
        (Error, Request, InOperation) = (error, request, inOperation);
    }

    /// <summary>All that Azure said.</summary>
    public AzureError Error { get; }

    /// <summary>Method and path of the request.</summary>
    public string Request { get; }

    /// <summary>True where the request was accepted and its operation failed later.</summary>
    public bool InOperation { get; }

    /// <summary>How long Azure asks to wait; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <summary>Azure's error code, such as ResourceNotFound; the HTTP status where the body has none.</summary>
    public string Code => ErrorCode ?? "";

    /// <summary>True where the resource is not as it was seen when the request was made.</summary>
    public bool IsOutdated => Code == "PreconditionFailed";

    /// <summary>True where Azure says that the same request may succeed later.</summary>
    public bool IsTransient => Error.All.Any(each => Transient.Contains(each.Code));

    /// <summary>True where requests came faster than Azure takes them. That a resource is busy, it says with the same status.</summary>
    public bool IsQuota => Status == 429 && !InOperation && !IsTransient;

    /// <summary>True where that is a provider's own limit, and not Azure Resource Manager's.</summary>
    public bool IsOfProvider => !Error.All.Any(each => each.Code == "SubscriptionRequestsThrottled");

    /// <summary>True where Azure cannot answer just now. What was asked may have been done all the same.</summary>
    public bool IsOutage => !InOperation && IsOutageStatus(Status);

    /// <summary>True for the HTTP statuses that say so.</summary>
    public static bool IsOutageStatus(int status) => status is 408 or 429 or 502 or 503 or 504;

    /// <summary>True where a later change of the same resource took the place of this one.</summary>
    public bool IsSuperseded => Error.All.Any(each => each.Code.StartsWith("CanceledAndSuperseded", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads the error of an answer of Azure's.</summary>
    public static ArmException From(Response response, string request) => new(
        response.Status, AzureError.Read(response.Content) ?? new($"Http{response.Status}", response.ReasonPhrase), request,
        inOperation: false)
    {
        RetryAfter = response.Headers.TryGetValue("Retry-After", out string? text) && int.TryParse(text, out int seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : null,
    };

    /// <summary>A question that Azure did not answer in time, for whoever goes on without the answer.</summary>
    public static ArmException Unanswered(string request, string words) => new(0, new("NotAnswered", words), request, inOperation: false);

    /// <summary>Reads the error of an operation that ended with <paramref name="status"/>.</summary>
    public static ArmException FromOperation(Response poll, string status, string request) => new(
        poll.Status,
        AzureError.Read(poll.Content) ?? new("Operation" + status, $"The operation ended with status {status} and no reason."),
        request, inOperation: true);
}
