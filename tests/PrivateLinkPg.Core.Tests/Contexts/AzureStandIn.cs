using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PrivateLinkPg.Sandbox.Certificates;

namespace PrivateLinkPg.Core.Tests.Contexts;

/// <summary>
/// As much of an Azure as a sign-in touches, over https with an authority of its own: endpoints, Entra's and managed identity's tokens,
/// subscriptions. What it answers is the test's to choose.
/// </summary>
internal sealed class AzureStandIn : IAsyncDisposable
{
    public const string Tenant = "11111111-1111-1111-1111-111111111111";
    public const string Application = "22222222-2222-2222-2222-222222222222";
    public const string IdentityHeader = "header-secret";

    private readonly SandboxCertificateAuthority _authority = new(TimeProvider.System);
    private readonly string _folder = Directory.CreateTempSubdirectory("azure-stand-in-").FullName;
    private WebApplication? _web;

    public string Url { get; private set; } = "";

    public string IdentityEndpoint { get; private set; } = "";

    public string CaCertificate => Path.Combine(_folder, "ca.pem");

    public ConcurrentQueue<Seen> Requests { get; } = new();

    /// <summary>Subscriptions as (id, name, state).</summary>
    public (string Id, string Name, string State)[] Subscriptions { get; set; } = [];

    /// <summary>What Entra answers instead of a token.</summary>
    public string? SignInError { get; set; }

    /// <summary>What Azure Resource Manager answers to every request, instead of 200.</summary>
    public int ArmStatus { get; set; }

    public string FilePath(string name) => Path.Combine(_folder, name);

    public async Task StartAsync()
    {
        await _authority.WritePemAsync(CaCertificate);
        ServerCertificate certificate = _authority.Issue(["localhost"], [IPAddress.Loopback]);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate.Certificate));
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _web = builder.Build();
        _web.Use(RememberAsync);
        _web.MapGet("/metadata/endpoints", () => Results.Json(new
        {
            name = "standin", resourceManager = Url, authentication = new { loginEndpoint = Url, audiences = new[] { Url } },
        }));
        _web.MapPost("/{tenant}/oauth2/v2.0/token", IssueToken);
        _web.MapGet("/msi/token", (HttpRequest request) => Results.Json(new
        {
            access_token = Token(request.Query["resource"]!), token_type = "Bearer", resource = (string?)request.Query["resource"],
            expires_on = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
        }));
        _web.MapGet("/subscriptions", () => ArmStatus != 0
            ? Results.Json(new { error = new { code = "InvalidAuthenticationToken", message = "The access token is invalid." } }, statusCode: ArmStatus)
            : Results.Json(new
            {
                value = Subscriptions.Select(each => new
                {
                    id = "/subscriptions/" + each.Id, subscriptionId = each.Id, displayName = each.Name, state = each.State, tenantId = Tenant,
                }),
            }));
        await _web.StartAsync();
        string[] addresses = [.. _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        Url = $"https://localhost:{new Uri(Array.Find(addresses, address => address.StartsWith("https", StringComparison.Ordinal))!).Port}/";
        IdentityEndpoint = Array.Find(addresses, address => address.StartsWith("http:", StringComparison.Ordinal))! + "/msi/token";
    }

    public async ValueTask DisposeAsync()
    {
        if (_web is not null) await _web.DisposeAsync();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public static string Token(string audience, int minutes = 60) => Jwt.Unsigned(new
    {
        tid = Tenant, appid = Application, aud = audience, exp = TimeProvider.System.GetUtcNow().AddMinutes(minutes).ToUnixTimeSeconds(), secret = "token-secret",
    });

    private IResult IssueToken() => SignInError is { } error
        ? Results.Text(error, "application/json", Encoding.UTF8, 401)
        : Results.Json(new { token_type = "Bearer", expires_in = 3600, ext_expires_in = 3600, access_token = Token(Url) });

    private async Task RememberAsync(HttpContext context, Func<Task> next)
    {
        context.Request.EnableBuffering();
        string body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        context.Request.Body.Position = 0;
        Requests.Enqueue(new(context.Request.Path, context.Request.QueryString.Value ?? "", body, context.Request.Headers.Authorization.ToString(), context.Request.Headers.Cookie.ToString()));
        context.Response.Cookies.Append("x-ms-gateway-slice", "of-one-account");
        await next();
    }

    internal sealed record Seen(string Path, string Query, string Body, string Authorization, string Cookie);
}
