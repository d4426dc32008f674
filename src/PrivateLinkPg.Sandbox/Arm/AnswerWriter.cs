using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Puts an answer on the wire: the headers that Azure sends with every answer, and the JSON form of the provider.</summary>
internal sealed class AnswerWriter(TimeProvider clock)
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public Task WriteAsync(HttpContext http, ArmRequest? request, ResourceTypeInfo type, ArmException failure)
    {
        var wire = failure.FromGateway ? Wire.Plain : type.Wire;
        var answer = new ArmAnswer(failure.Status, failure.ToBody(wire));
        // A gateway's answer never reached a provider: it says so.
        if (failure.FromGateway) answer.With("x-ms-failure-cause", "gateway");
        answer.With("WWW-Authenticate", failure.Challenge);
        answer.With("Retry-After", failure.RetryAfter?.ToString(CultureInfo.InvariantCulture));
        return WriteAsync(http, request, type, answer, failure.FromGateway);
    }

    public Task WriteAsync(HttpContext http, ArmRequest request, ArmAnswer answer) =>
        WriteAsync(http, request, request.Type, answer, request.Type.IsOfGateway);

    private async Task WriteAsync(HttpContext http, ArmRequest? request, ResourceTypeInfo type, ArmAnswer answer, bool fromGateway)
    {
        var response = http.Response;
        response.StatusCode = answer.Status;
        WriteCommonHeaders(http, request, type, fromGateway, answer.Status);
        foreach (var (name, value) in answer.Headers) response.Headers[name] = value;
        if (answer.Body is null && !answer.NullBody)
        {
            if (answer.Status != StatusCodes.Status204NoContent) response.ContentLength = 0;
            return;
        }
        var bytes = Serialize(answer.Body, fromGateway ? Wire.Plain : type.Wire);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private void WriteCommonHeaders(HttpContext http, ArmRequest? request, ResourceTypeInfo type, bool fromGateway, int status)
    {
        var headers = http.Response.Headers;
        var correlation = Guid.TryParse(http.Request.Headers["x-ms-correlation-request-id"], out var given) ? given : Guid.NewGuid();
        var own = request?.RequestId ?? Guid.NewGuid();
        var client = http.Request.Headers["x-ms-client-request-id"].ToString();
        headers["Cache-Control"] = "no-cache";
        headers["Pragma"] = "no-cache";
        headers["Expires"] = "-1";
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains";
        headers["X-Content-Type-Options"] = "nosniff";
        headers["x-ms-correlation-request-id"] = correlation.ToString();
        headers["x-ms-routing-request-id"] = $"JAPANEAST:{clock.GetUtcNow():yyyyMMddTHHmmssZ}:{correlation}";
        headers["x-ms-request-id"] = fromGateway
            ? correlation.ToString()
            : type.Wire == Wire.PrivateDns && client.Length > 0 ? client : own.ToString();
        if (!fromGateway && type.Wire == Wire.Network) headers["x-ms-arm-service-request-id"] = Guid.NewGuid().ToString();
        if (client.Length > 0 && http.Request.Headers["x-ms-return-client-request-id"] == "true")
            headers["x-ms-client-request-id"] = client;
        if (!fromGateway || status < 400) RateLimits.WriteRemaining(http, type);
    }

    private static byte[] Serialize(JsonNode? body, Wire wire)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            if (body is null) json.WriteNullValue();
            else body.WriteTo(json);
        }
        return wire == Wire.PrivateDns ? EscapeSlashes(buffer.WrittenSpan) : buffer.WrittenSpan.ToArray();
    }

    // A slash occurs only inside strings, where escaping it is legal JSON.
    private static byte[] EscapeSlashes(ReadOnlySpan<byte> json)
    {
        var escaped = new byte[json.Length + json.Count((byte)'/')];
        var at = 0;
        foreach (var value in json)
        {
            if (value == '/') escaped[at++] = (byte)'\\';
            escaped[at++] = value;
        }
        return escaped;
    }
}
