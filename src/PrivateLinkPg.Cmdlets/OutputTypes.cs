using System.Runtime.CompilerServices;

// A type literal such as [PrivateLinkPg.Models.PgConnectionTest] is looked up in the engine's own load context, where of this module's
// assemblies only this one lives. It leads on to Core in the module's context.
[assembly: TypeForwardedTo(typeof(PgAzureContext))]
[assembly: TypeForwardedTo(typeof(PgConnectionCause))]
[assembly: TypeForwardedTo(typeof(PgConnectionRepair))]
[assembly: TypeForwardedTo(typeof(PgConnectionStep))]
[assembly: TypeForwardedTo(typeof(PgConnectionTest))]
[assembly: TypeForwardedTo(typeof(PgDnsRecord))]
[assembly: TypeForwardedTo(typeof(PgEndpointConnection))]
[assembly: TypeForwardedTo(typeof(PgEndpointIp))]
[assembly: TypeForwardedTo(typeof(PgPrivateEndpoint))]
[assembly: TypeForwardedTo(typeof(PgPrivateLinkRequest))]
[assembly: TypeForwardedTo(typeof(PgPrivateLinkTarget))]
[assembly: TypeForwardedTo(typeof(PgRemoval))]
[assembly: TypeForwardedTo(typeof(PgSslMode))]
[assembly: TypeForwardedTo(typeof(PgSslNegotiation))]
