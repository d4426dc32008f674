using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>What the owner of a target says to a connection.</summary>
internal sealed record ConnectionDecision(string Status, string? Description, string? ActionsRequired)
{
    private static readonly string[] Decisions = ["Approved", "Rejected"];

    public static ConnectionDecision Read(JsonObject body)
    {
        var state = body.Object("properties")?.Object("privateLinkServiceConnectionState")
            ?? throw new ArmException(400, "InvalidParameterValue",
                "Invalid value given for parameter privateLinkServiceConnectionState. Specify a valid parameter value.");
        var asked = state.Text("status");
        var status = Array.Find(Decisions, item => item.Equals(asked, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArmException(400, "InvalidParameterValue",
                $"Invalid value given for parameter status: '{asked}'. The allowed values are {string.Join(", ", Decisions)}.");
        return new ConnectionDecision(status, state.Text("description"), state.Text("actionsRequired"));
    }
}
