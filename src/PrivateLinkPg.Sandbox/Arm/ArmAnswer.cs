using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>What a handler answers. A null body is an empty one; <see cref="NullBody"/> is the JSON word null.</summary>
internal sealed record ArmAnswer(int Status, JsonNode? Body = null)
{
    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public bool NullBody { get; init; }

    public ArmAnswer With(string header, string? value)
    {
        if (value is not null) Headers.Add(new(header, value));
        return this;
    }
}
