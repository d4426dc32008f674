using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Arm;

namespace PrivateLinkPg.Sandbox.Faults;

/// <summary>Stands before the handlers and lets requests meet the faults whose turn they are.</summary>
internal sealed class FaultGate(FaultSchedule schedule, TimeProvider clock)
{
    private static readonly object FaultKey = new();

    /// <summary>The fault that a request met, if any.</summary>
    public static RequestFault? Of(HttpContext http) => (RequestFault?)http.Items[FaultKey];

    /// <summary>What the log says of it.</summary>
    public static string? Describe(HttpContext http) => Of(http) is not { } fault ? null
        : fault.Reset ? (fault.AfterApplying ? "reset after applying" : "reset before applying")
        : fault.Status is { } status ? $"{status} {fault.Code}".TrimEnd()
        : fault.Operation is { } operation ? (operation.Never ? "operation never ends" : $"operation {operation.Code ?? "slow"}")
        : fault.Stale ? "stale" : "delayed";

    public async Task PassAsync(HttpContext http, RequestDelegate next)
    {
        if (schedule.Next(http.Request.Method, http.Request.Path.Value!) is not { } fault)
        {
            await next(http);
            return;
        }
        http.Items[FaultKey] = fault;
        if (fault.DelaySeconds > 0) await Task.Delay(TimeSpan.FromSeconds(fault.DelaySeconds), clock, http.RequestAborted);
        if (!fault.Reset && fault.Status is null)
        {
            await next(http);
            return;
        }
        if (fault.AfterApplying) await ApplyUnseenAsync(http, next);
        if (fault.Reset) http.Abort();
        else await AnswerAsync(http, fault);
    }

    // The work is done, but its answer gets lost on the way.
    private static async Task ApplyUnseenAsync(HttpContext http, RequestDelegate next)
    {
        var body = http.Response.Body;
        http.Response.Body = Stream.Null;
        await next(http);
        http.Response.Body = body;
        if (!http.Response.HasStarted) http.Response.Clear();
    }

    private static async Task AnswerAsync(HttpContext http, RequestFault fault)
    {
        var response = http.Response;
        response.StatusCode = fault.Status!.Value;
        if (fault.RetryAfter is { } seconds) response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (fault.Claims is not null) response.Headers.WWWAuthenticate = Challenge(http, fault.Claims);
        response.Headers["x-ms-request-id"] = Guid.NewGuid().ToString();
        var code = fault.Code ?? DefaultCode(fault.Status.Value);
        var failure = ArmErrors.Gateway(fault.Status.Value, code, fault.Message ?? $"The request met a planned fault: {code}.");
        var bytes = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(failure.ToBody(Wire.Plain));
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private static string Challenge(HttpContext http, string claims) =>
        $"Bearer realm=\"\", authorization_uri=\"https://{http.Request.Host}/common/oauth2/authorize\", error=\"insufficient_claims\", "
        + $"claims=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}\"";

    private static string DefaultCode(int status) => status switch
    {
        401 => "InvalidAuthenticationToken",
        403 => "AuthorizationFailed",
        404 => "ResourceNotFound",
        409 => "Conflict",
        412 => "PreconditionFailed",
        429 => "TooManyRequests",
        500 => "InternalServerError",
        502 => "BadGateway",
        503 => "ServerUnavailable",
        504 => "GatewayTimeout",
        _ => "BadRequest",
    };
}
