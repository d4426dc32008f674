using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Tests.Arm;

namespace PrivateLinkPg.Sandbox.Tests.Replay;

/// <summary>What must agree between a recorded answer and the sandbox's.</summary>
internal static class ExchangeComparison
{
    // Headers that clients act on, or that tell where an answer came from. Others (dates, caches, servers) say nothing.
    private static readonly string[] Telling =
    [
        "Azure-AsyncOperation", "Azure-AsyncNotification", "Location", "Retry-After", "ETag", "x-ms-failure-cause", "Content-Type",
    ];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<string> Differences(Recording recording, RecordedExchange recorded, ArmResponse answer)
    {
        if (recorded.Status != answer.Status) yield return $"recorded status {recorded.Status}, answered {answer.Status} {answer.Text}";
        foreach (var name in Telling.Where(name => !recording.StrippedHeaders.Contains(name)))
        {
            // Not every collected answer kept its content type.
            if (name == "Content-Type" && !recorded.Headers.ContainsKey(name)) continue;
            var (was, present) = (recorded.Headers.ContainsKey(name), answer.Header(name) is not null);
            if (was != present) yield return $"header {name}: recorded {(was ? "present" : "absent")}, answered {(present ? "present" : "absent")}";
            if (was && present && name == "Retry-After" && recorded.Headers[name] != answer.Header(name))
                yield return $"header {name}: recorded {recorded.Headers[name]}, answered {answer.Header(name)}";
        }
        foreach (var difference in JsonShape.Differences(recorded.Body, answer.Body)) yield return difference;
        if (LengthDifference(recorded, answer) is { } length) yield return length;
    }

    // Names are the recorded ones and what Azure makes is of the same length: so the bytes must be as many. Microsoft.Network
    // indented its JSON until 2022; then the recorded length says nothing of today's.
    private static string? LengthDifference(RecordedExchange recorded, ArmResponse answer)
    {
        // A time loses its last zeros: its length is chance.
        if (recorded.Body is null || recorded.Body is JsonObject found && found.ContainsKey("startTime") || !recorded.Headers.TryGetValue("Content-Length", out var text)) return null;
        var length = int.Parse(text, CultureInfo.InvariantCulture);
        var compact = recorded.Body.ToJsonString(Plain).Length;
        var slashes = answer.Text.Count(character => character == '/');
        if (length != compact && length != compact + slashes) return null;
        var answered = int.Parse(answer.Header("Content-Length")!, CultureInfo.InvariantCulture);
        return length == answered ? null : $"recorded {length} bytes, answered {answered}: {answer.Text}";
    }
}
