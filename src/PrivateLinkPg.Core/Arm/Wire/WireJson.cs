using System.Text.Json.Serialization;

namespace PrivateLinkPg.Arm.Wire;

/// <summary>JSON of Azure's resources; property names are read without regard to case, since Azure has changed it before.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ArmPage<Subscription>))]
[JsonSerializable(typeof(ArmPage<Resource<PrivateEndpointProperties>>), TypeInfoPropertyName = "PrivateEndpoints")]
[JsonSerializable(typeof(Resource<PrivateEndpointProperties>), TypeInfoPropertyName = "PrivateEndpoint")]
[JsonSerializable(typeof(ArmPage<Resource<NetworkInterfaceProperties>>), TypeInfoPropertyName = "NetworkInterfaces")]
[JsonSerializable(typeof(Resource<NetworkInterfaceProperties>), TypeInfoPropertyName = "NetworkInterface")]
[JsonSerializable(typeof(ArmPage<Resource<VirtualNetworkProperties>>), TypeInfoPropertyName = "VirtualNetworks")]
[JsonSerializable(typeof(Resource<VirtualNetworkProperties>), TypeInfoPropertyName = "VirtualNetwork")]
[JsonSerializable(typeof(ArmPage<Resource<PrivateDnsZoneProperties>>), TypeInfoPropertyName = "PrivateDnsZones")]
[JsonSerializable(typeof(Resource<PrivateDnsZoneProperties>), TypeInfoPropertyName = "PrivateDnsZone")]
[JsonSerializable(typeof(ArmPage<Resource<VirtualNetworkLinkProperties>>), TypeInfoPropertyName = "VirtualNetworkLinks")]
[JsonSerializable(typeof(Resource<VirtualNetworkLinkProperties>), TypeInfoPropertyName = "VirtualNetworkLink")]
[JsonSerializable(typeof(ArmPage<Resource<RecordSetProperties>>), TypeInfoPropertyName = "RecordSets")]
[JsonSerializable(typeof(Resource<RecordSetProperties>), TypeInfoPropertyName = "RecordSet")]
[JsonSerializable(typeof(ArmPage<Resource<PrivateDnsZoneGroupProperties>>), TypeInfoPropertyName = "PrivateDnsZoneGroups")]
[JsonSerializable(typeof(Resource<PrivateDnsZoneGroupProperties>), TypeInfoPropertyName = "PrivateDnsZoneGroup")]
[JsonSerializable(typeof(ArmPage<Resource<TargetProperties>>), TypeInfoPropertyName = "Targets")]
[JsonSerializable(typeof(Resource<TargetProperties>), TypeInfoPropertyName = "Target")]
[JsonSerializable(typeof(ArmPage<Resource<EndpointConnectionProperties>>), TypeInfoPropertyName = "EndpointConnections")]
[JsonSerializable(typeof(Resource<EndpointConnectionProperties>), TypeInfoPropertyName = "EndpointConnection")]
[JsonSerializable(typeof(ArmPage<Resource<LinkResourceProperties>>), TypeInfoPropertyName = "LinkResources")]
[JsonSerializable(typeof(ArmPage<Permission>), TypeInfoPropertyName = "Permissions")]
[JsonSerializable(typeof(Provider))]
[JsonSerializable(typeof(VisibilityRequest))]
[JsonSerializable(typeof(Visibility))]
[JsonSerializable(typeof(ArmPage<Resource<PlainProperties>>), TypeInfoPropertyName = "PlainResources")]
[JsonSerializable(typeof(ArmPage<Location>), TypeInfoPropertyName = "Locations")]
[JsonSerializable(typeof(ExtendedLocation))]
internal sealed partial class WireJson : JsonSerializerContext;
