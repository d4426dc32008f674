using System.Text.Json.Serialization;

namespace PrivateLinkPg.Arm.Wire;

/// <summary>JSON of Azure's resources; property names are read without regard to case, since Azure has changed it before.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ArmPage<Subscription>))]
internal sealed partial class WireJson : JsonSerializerContext;
