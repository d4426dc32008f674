using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using PrivateLinkPg.Sandbox.Arm;
using PrivateLinkPg.Sandbox.Certificates;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Identity;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox;

/// <summary>The web server: ARM over https, the identity endpoint over http as in Azure.</summary>
internal sealed class SandboxApp(
    SandboxOptions options, SandboxState state, DataPlane dataPlane, FaultSchedule faults, RequestLog log, PublicAddresses addresses,
    SandboxControl control)
{
    private const int LongestRequestLine = 32 * 1024;
    private const int LongestHead = 128 * 1024;

    public Principals Principals { get; } = new(Seed.Development, Seed.Test);

    public string IdentityHeader { get; } = Guid.NewGuid().ToString("D");

    public WebApplication Build(ServerCertificate certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Operation URLs are some 3,400 characters long, and clients add long tokens.
            kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
            kestrel.Limits.MaxRequestHeadersTotalSize = LongestHead;
            kestrel.Limits.MaxRequestBodySize = RequestContent.Longest;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.UseHttps(certificate.Certificate));
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var app = builder.Build();
        var tokens = new TokenIssuer(options.Clock, Seed.TenantId, Principals);
        var pipeline = new ArmPipeline(state, tokens, new AnswerWriter(options.Clock), dataPlane, new StaleAnswers(faults),
            new Gate(new RateLimits(options.Clock, options.Buckets)));
        app.Use(LogAsync);
        app.Use(pipeline.GuardAsync);
        app.Use(control.PassAsync);
        app.Use(NormalizeAsync);
        app.Use(new FaultGate(faults, options.Clock).PassAsync);
        app.UseRouting();
        new MapTokenEndpoint(tokens, Principals, IdentityHeader).Map(app);
        MapMetadata.Map(app);
        MapArm(new ArmRoutes(app, pipeline));
        // By default a last segment with a dot in it is a file's, and no route's: here it may be any name.
        app.MapFallback("{*path}", pipeline.RefuseUnknownAsync);
        return app;
    }

    public static (Uri Arm, Uri Identity) Addresses(WebApplication app)
    {
        var bound = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        return (new Uri(bound.First(address => address.StartsWith("https:", StringComparison.Ordinal))),
            new Uri(bound.First(address => address.StartsWith("http:", StringComparison.Ordinal))));
    }

    private void MapArm(ArmRoutes routes)
    {
        var urls = new OperationUrls();
        var longRunning = new LongRunning(new OperationTiming(options.OperationTime), urls);
        new MapOperations(routes, longRunning, urls).Map();
        new MapSubscriptions(routes).Map();
        new MapProviders(routes).Map();
        MapPermissions.Map(routes);
        new MapRoleAssignments(routes, Principals).Map();
        MapTags.Map(routes);
        MapLocks.Map(routes);
        MapPolicyAssignments.Map(routes);
        MapPolicyDefinitions.Map(routes);
        new MapResources(routes).Map();
        new MapResourceGroups(routes, longRunning).Map();
        new MapVirtualNetworks(routes, longRunning).Map();
        new MapSubnets(routes, longRunning).Map();
        new MapPeerings(routes, longRunning).Map();
        new MapNetworkInterfaces(routes, longRunning).Map();
        MapAttachments(routes, longRunning);
        new MapPrivateEndpoints(routes, longRunning).Map();
        new MapPrivateDnsZoneGroups(routes, longRunning).Map();
        new MapPrivateDnsZones(routes, longRunning).Map();
        new MapVirtualNetworkLinks(routes, longRunning).Map();
        new MapRecordSets(routes).Map();
        new MapPrivateLinkServices(routes, longRunning).Map();
        new MapServiceConnections(routes, longRunning).Map();
        new MapServerGroups(routes, longRunning, addresses).Map();
        new MapFlexibleServers(routes, longRunning, addresses).Map();
    }

    private static void MapAttachments(ArmRoutes routes, LongRunning longRunning)
    {
        new MapSubnetAttachments<NetworkSecurityGroup>(routes, longRunning,
            (ResourceProviders.NetworkSecurityGroups, ResourceProviders.SecurityRules), (id, location) => new(id, location)).Map();
        new MapSubnetAttachments<RouteTable>(routes, longRunning,
            (ResourceProviders.RouteTables, ResourceProviders.Routes), (id, location) => new(id, location),
            (table, body) => table.DisableBgpRoutePropagation = body.Flag("disableBgpRoutePropagation") ?? false).Map();
        new MapSubnetAttachments<NatGateway>(routes, longRunning,
            (ResourceProviders.NatGateways, null), (id, location) => new(id, location)).Map();
    }

    // Logged once, before the answer leaves, so that who has it finds its request in the log: when a body begins, or else at the end.
    private async Task LogAsync(HttpContext http, RequestDelegate next)
    {
        var started = Stopwatch.GetTimestamp();
        var logged = false;
        http.Response.OnStarting(() =>
        {
            Log();
            return Task.CompletedTask;
        });
        try
        {
            await next(http);
        }
        finally
        {
            Log();
        }

        void Log()
        {
            if (logged) return;
            logged = true;
            string? Header(string name) => http.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
            log.Add(new LoggedRequest(
                options.Clock.GetUtcNow(), http.Request.Method, http.Request.Path.Value ?? "",
                http.Request.Query["api-version"].FirstOrDefault(),
                http.Response.StatusCode, Stopwatch.GetElapsedTime(started).TotalMilliseconds, Header("x-ms-client-request-id"),
                Header("User-Agent"), Header("If-Match"), Header("If-None-Match"), ArmPipeline.LoggedContent(http),
                FaultGate.Describe(http), ArmPipeline.LoggedFailure(http)));
        }
    }

    // Clients write // in the middle of a path, or / at its end, and Azure takes both. From here on a path is the id that it means.
    private static Task NormalizeAsync(HttpContext http, RequestDelegate next)
    {
        var path = http.Request.Path.Value ?? "/";
        while (path.Contains("//", StringComparison.Ordinal)) path = path.Replace("//", "/", StringComparison.Ordinal);
        http.Request.Path = path.Length > 1 ? path.TrimEnd('/') : path;
        if (http.Request.IsHttps || path.StartsWith(MapTokenEndpoint.Path, StringComparison.OrdinalIgnoreCase)) return next(http);
        // Azure's management endpoint does not exist without TLS: a token must never travel in the clear.
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
