using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>An answer that is an error.</summary>
internal sealed class ArmException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>The answer is the gateway's own, not a resource provider's.</summary>
    public bool FromGateway { get; init; }

    /// <summary>Private DNS answers record set conditions without the error envelope.</summary>
    public bool WithoutEnvelope { get; init; }

    /// <summary>In seconds.</summary>
    public int? RetryAfter { get; init; }

    public string? Challenge { get; init; }

    /// <summary>What Microsoft.Network adds to an error.</summary>
    public (string Code, string Message)? Detail { get; init; }

    public string? Target { get; init; }

    public JsonObject? AdditionalInfo { get; init; }

    public JsonObject ToBody(Wire wire)
    {
        var error = new JsonObject { ["code"] = Code };
        if (Target is not null) error["target"] = Target;
        error["message"] = Message;
        if (AdditionalInfo is not null) error["additionalInfo"] = new JsonArray(AdditionalInfo.DeepClone());
        if (WithoutEnvelope) return error;
        // Microsoft.Network always has a list of details, most often an empty one.
        if (wire == Wire.Network && !FromGateway) error["details"] = RenderDetails();
        return new JsonObject { ["error"] = error };
    }

    private JsonArray RenderDetails() => Detail is { } detail
        ? new JsonArray(new JsonObject { ["code"] = detail.Code, ["message"] = detail.Message })
        : [];
}
