using System.Text.Json.Serialization;

namespace PrivateLinkPg.Arm.Wire;

/// <summary>JSON of Azure's resources; property names are read without regard to case, since Azure has changed it before.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, PropertyNameCaseInsensitive = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ArmPage<Subscription>))]
[JsonSerializable(typeof(ArmPage<EndpointResource>), TypeInfoPropertyName = "PrivateEndpoints")]
[JsonSerializable(typeof(EndpointResource), TypeInfoPropertyName = "PrivateEndpoint")]
[JsonSerializable(typeof(ArmPage<InterfaceResource>), TypeInfoPropertyName = "NetworkInterfaces")]
[JsonSerializable(typeof(InterfaceResource), TypeInfoPropertyName = "NetworkInterface")]
[JsonSerializable(typeof(ArmPage<NetworkResource>), TypeInfoPropertyName = "VirtualNetworks")]
[JsonSerializable(typeof(NetworkResource), TypeInfoPropertyName = "VirtualNetwork")]
[JsonSerializable(typeof(SecurityGroupResource), TypeInfoPropertyName = "SecurityGroup")]
[JsonSerializable(typeof(RouteTableResource), TypeInfoPropertyName = "RouteTable")]
[JsonSerializable(typeof(ArmPage<ZoneResource>), TypeInfoPropertyName = "PrivateDnsZones")]
[JsonSerializable(typeof(ZoneResource), TypeInfoPropertyName = "PrivateDnsZone")]
[JsonSerializable(typeof(ArmPage<ZoneLinkResource>), TypeInfoPropertyName = "VirtualNetworkLinks")]
[JsonSerializable(typeof(ZoneLinkResource), TypeInfoPropertyName = "VirtualNetworkLink")]
[JsonSerializable(typeof(ArmPage<RecordResource>), TypeInfoPropertyName = "RecordSets")]
[JsonSerializable(typeof(RecordResource), TypeInfoPropertyName = "RecordSet")]
[JsonSerializable(typeof(ArmPage<ZoneGroupResource>), TypeInfoPropertyName = "PrivateDnsZoneGroups")]
[JsonSerializable(typeof(ZoneGroupResource), TypeInfoPropertyName = "PrivateDnsZoneGroup")]
[JsonSerializable(typeof(ArmPage<TargetResource>), TypeInfoPropertyName = "Targets")]
[JsonSerializable(typeof(TargetResource), TypeInfoPropertyName = "Target")]
[JsonSerializable(typeof(ArmPage<ConnectionResource>), TypeInfoPropertyName = "EndpointConnections")]
[JsonSerializable(typeof(ConnectionResource), TypeInfoPropertyName = "EndpointConnection")]
[JsonSerializable(typeof(ArmPage<Resource<LinkResourceProperties>>), TypeInfoPropertyName = "LinkResources")]
[JsonSerializable(typeof(ArmPage<Permission>), TypeInfoPropertyName = "Permissions")]
[JsonSerializable(typeof(ArmPage<LockResource>), TypeInfoPropertyName = "Locks")]
[JsonSerializable(typeof(Provider))]
[JsonSerializable(typeof(VisibilityRequest))]
[JsonSerializable(typeof(Visibility))]
[JsonSerializable(typeof(ArmPage<Resource<PlainProperties>>), TypeInfoPropertyName = "PlainResources")]
[JsonSerializable(typeof(Resource<PlainProperties>), TypeInfoPropertyName = "PlainResource")]
[JsonSerializable(typeof(ArmPage<Location>), TypeInfoPropertyName = "Locations")]
[JsonSerializable(typeof(ExtendedLocation))]
internal sealed partial class WireJson : JsonSerializerContext;
