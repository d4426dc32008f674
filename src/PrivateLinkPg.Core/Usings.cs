// What more than five files stand on; but not Probe.Dns, whose names are names of properties too.
global using System.Net;
global using System.Net.Sockets;
global using System.Security.Cryptography;
global using System.Security.Cryptography.X509Certificates;
global using System.Text;
global using System.Text.Json;
global using System.Text.RegularExpressions;
global using Azure;
global using Azure.Core;
global using Azure.Core.Pipeline;
global using Azure.Identity;
global using PrivateLinkPg.Arm;
global using PrivateLinkPg.Arm.Wire;
global using PrivateLinkPg.Contexts;
global using PrivateLinkPg.Failures;
global using PrivateLinkPg.Hosting;
global using PrivateLinkPg.Link;
global using PrivateLinkPg.Models;
global using PrivateLinkPg.Output;
global using PrivateLinkPg.Probe;

// Azure's resources by the names that people give them.
global using ConnectionResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.EndpointConnectionProperties>;
global using EndpointResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.PrivateEndpointProperties>;
global using InterfaceResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.NetworkInterfaceProperties>;
global using LockResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.ManagementLockProperties>;
global using NetworkResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.VirtualNetworkProperties>;
global using PeeringResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.PeeringProperties>;
global using RecordResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.RecordSetProperties>;
global using RouteResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.RouteProperties>;
global using RouteTableResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.RouteTableProperties>;
global using SubnetResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.SubnetProperties>;
global using TargetResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.TargetProperties>;
global using ZoneGroupResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.PrivateDnsZoneGroupProperties>;
global using ZoneLinkResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.VirtualNetworkLinkProperties>;
global using SecurityGroupResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.SecurityGroupProperties>;
global using SecurityRuleResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.SecurityRuleProperties>;
global using ZoneResource = PrivateLinkPg.Arm.Wire.Resource<PrivateLinkPg.Arm.Wire.PrivateDnsZoneProperties>;
