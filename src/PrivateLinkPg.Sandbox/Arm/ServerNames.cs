using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Whether a flexible server may have a name: they share one domain, so a name is taken in every subscription.</summary>
internal sealed class ServerNames(ArmRoutes routes)
{
    /// <summary>Recorded, as is what is said of a name that no server can have.</summary>
    public const string AlreadyUsed = "Specified server name is already used.";

    private const string Invalid = "Specified server name contains unsupported characters or is too long. Server name must be no longer "
        + "than 63 characters long, contain only lower-case characters or digits, cannot contain '.' or '_' characters and can't start or "
        + "end with '-' character.";

    private const string Provider = ArmRoutes.InSubscription + "/providers/Microsoft.DBforPostgreSQL";

    public void Map()
    {
        routes.Post(Provider + "/checkNameAvailability", ResourceProviders.ServerNameAvailability, Check);
        routes.Post(Provider + "/locations/{location}/checkNameAvailability", ResourceProviders.ServerNameAvailabilityAt, CheckAt);
    }

    public static bool IsTaken(SandboxState state, string name) =>
        state.All<FlexibleServer>().Any(server => server.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static ArmAnswer CheckAt(ArmRequest request)
    {
        if (!Regions.IsKnown(Regions.Normalize(request.Value("location"))))
            throw ArmErrors.LocationNotAvailable(request.Value("location"), request.Type.FullName);
        return Check(request);
    }

    private static ArmAnswer Check(ArmRequest request)
    {
        var name = request.Body.Text("name") ?? throw FlexibleServerBody.Invalid("name", "it is missing.");
        var type = request.Body.Text("type") ?? ResourceProviders.FlexibleServers.FullName;
        var (reason, message) = !ResourceNames.IsServerName(name) ? ("Invalid", Invalid)
            : IsTaken(request.State, name) ? ("AlreadyExists", AlreadyUsed)
            : (null, "");
        var body = new JsonObject { ["name"] = name, ["type"] = type, ["nameAvailable"] = reason is null };
        if (reason is not null) body["reason"] = reason;
        body["message"] = message;
        return new ArmAnswer(200, body);
    }
}
