using System.Text.Json;
using System.Text.Json.Serialization;
using PrivateLinkPg.Sandbox.Identity;
using PrivateLinkPg.Sandbox.Network.Dns;
using PrivateLinkPg.Sandbox.Postgres;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox;

/// <summary>What a client needs to know of a running sandbox; also the content of the ready file.</summary>
internal sealed record ReadyDocument(
    string ArmEndpoint,
    string CertificateAuthority,
    string Log,
    string IdentityEndpoint,
    string IdentityHeader,
    string Control,
    string TenantId,
    ReadySubscriptions Subscriptions,
    string Location,
    ReadyResources Resources,
    ReadyHostNames HostNames,
    IReadOnlyDictionary<string, string> Dns,
    ReadyPostgres? Postgres,
    ReadyPrincipals Principals)
{
    /// <summary>Describes a sandbox that listens.</summary>
    public static ReadyDocument Describe(
        Seed seed, SandboxApp app, (Uri Arm, Uri Identity) addresses, string authorityFile, string log,
        DnsServers names, SandboxState state, PostgresSignIn? signIn) => new(
        $"https://localhost:{addresses.Arm.Port}/",
        authorityFile,
        log,
        $"http://127.0.0.1:{addresses.Identity.Port}{MapTokenEndpoint.Path}",
        app.IdentityHeader,
        $"http://127.0.0.1:{addresses.Identity.Port}{SandboxControl.Path}",
        Seed.TenantId,
        new(Seed.Development, Seed.Test),
        Seed.Location,
        new(seed.Server.Id.Value, seed.InjectedServer.Id.Value, seed.Service.Id.Value, seed.Service.Alias,
            seed.ClientNetwork.Id.Value, seed.ClientNetwork.Subnets.Values.First().Id.Value),
        new(seed.Server.HostNameText, Seed.BigAnimalHost),
        state.Run(() => state.Ordered<VirtualNetwork>().Select(network => network.Id.Value).ToList(), writes: false)
            .ToDictionary(id => id, id => names.GetOrStart(id).ToString()),
        signIn is null ? null : new(signIn.User, signIn.Password, signIn.Database, authorityFile),
        new(app.Principals.Owner.ClientId, app.Principals.Reader.ClientId, app.Principals.Developer.ClientId,
            app.Principals.Consumer.ClientId, app.Principals.NetworkAdmin.ClientId));

    public string ToJson() => JsonSerializer.Serialize(this, ReadyJson.Default.ReadyDocument);
}

internal sealed record ReadySubscriptions(string Development, string Test);

internal sealed record ReadyResources(
    string FlexibleServer, string InjectedServer, string PrivateLinkService, string PrivateLinkServiceAlias,
    string ClientNetwork, string ClientSubnet);

internal sealed record ReadyHostNames(string FlexibleServer, string BigAnimal);

internal sealed record ReadyPostgres(string User, string Password, string Database, string RootCertificate);

/// <summary>
/// Client ids to ask the identity endpoint for: who reads only, who has rights on "development" alone, who has them on "test" alone,
/// and who has those and reads the rest.
/// </summary>
internal sealed record ReadyPrincipals(string Owner, string Reader, string Developer, string Consumer, string NetworkAdmin);

[JsonSerializable(typeof(ReadyDocument))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
internal sealed partial class ReadyJson : JsonSerializerContext;
