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

    public string? Target { get; init; }

    public JsonObject? AdditionalInfo { get; init; }

    public JsonObject ToBody(Wire wire)
    {
        var error = new JsonObject { ["code"] = Code };
        if (Target is not null) error["target"] = Target;
        error["message"] = Message;
        if (AdditionalInfo is not null) error["additionalInfo"] = new JsonArray(AdditionalInfo.DeepClone());
        if (WithoutEnvelope) return error;
        // Microsoft.Network adds an empty list of details.
        if (wire == Wire.Network && !FromGateway) error["details"] = new JsonArray();
        return new JsonObject { ["error"] = error };
    }
}
