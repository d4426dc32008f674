using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Reads the body of a request to its end: what comes out can be looked at anywhere without a surprise.</summary>
internal static class RequestContent
{
    /// <summary>ARM takes no more.</summary>
    public const int Longest = 4 * 1024 * 1024;

    private const string MediaType = "application/json";

    private static readonly JsonNodeOptions NodeOptions = new() { PropertyNameCaseInsensitive = true };
    private static readonly JsonDocumentOptions DocumentOptions = new() { CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Null where there is none: a read and a delete have none, whatever a client sends along.</summary>
    public static async Task<JsonNode?> ReadAsync(HttpContext http)
    {
        if (http.Request.Method is not ("PUT" or "PATCH" or "POST")) return null;
        var bytes = await ReadBytesAsync(http.Request, http.RequestAborted);
        if (bytes.Length == 0) return null;
        DemandJson(http.Request.ContentType);
        if (!Utf8.IsValid(bytes)) throw ArmErrors.InvalidContent("The content is not UTF-8");
        try
        {
            var content = JsonNode.Parse(WithoutMark(bytes), NodeOptions, DocumentOptions);
            Visit(content);
            return content;
        }
        // A name twice, or half a character in an escape: both come to light only where somebody looks.
        catch (Exception failure) when (failure is JsonException or ArgumentException or InvalidOperationException)
        {
            throw ArmErrors.InvalidContent(failure.Message);
        }
    }

    private static async Task<byte[]> ReadBytesAsync(HttpRequest request, CancellationToken cancellation)
    {
        // Which headers tell of a body depends on the version of HTTP, and the server knows it.
        if (!request.HttpContext.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody) return [];
        try
        {
            using var whole = new MemoryStream();
            await request.Body.CopyToAsync(whole, cancellation);
            return whole.ToArray();
        }
        catch (BadHttpRequestException failure)
        {
            throw failure.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? ArmErrors.ContentTooLarge()
                : ArmErrors.InvalidContent(failure.Message);
        }
    }

    private static void DemandJson(string? type)
    {
        var media = type?.Split(';')[0].Trim() ?? "";
        if (!media.Equals(MediaType, StringComparison.OrdinalIgnoreCase)) throw ArmErrors.UnsupportedMediaType(media, MediaType);
    }

    private static ReadOnlySpan<byte> WithoutMark(byte[] bytes) =>
        bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes;

    private static void Visit(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject found:
                foreach (var (_, value) in found) Visit(value);
                break;
            case JsonArray items:
                foreach (var item in items) Visit(item);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }
}
