using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Tests.Certificates;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>A client that knows HTTP and nothing else: what it sees is what is on the wire.</summary>
internal sealed class ArmClient : IDisposable
{
    private readonly HttpClient http;

    private ArmClient(HttpClient http) => this.http = http;

    /// <summary>Of HTTP.</summary>
    public Version Version { get; set; } = HttpVersion.Version11;

    /// <summary>Sees every request and its answer.</summary>
    public Action<string, string, ArmResponse>? Observer { get; set; }

    /// <summary>Signs in as one of the sandbox's principals; by default as the owner of everything.</summary>
    public static async Task<ArmClient> SignInAsync(ReadyDocument ready, string? clientId = null)
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 64 };
        handler.SslOptions.CertificateChainPolicy = Trust.In(await File.ReadAllTextAsync(ready.CertificateAuthority));
        var client = new ArmClient(new HttpClient(handler) { BaseAddress = new Uri(ready.ArmEndpoint) });
        client.UseToken(await client.GetTokenAsync(ready, ready.ArmEndpoint, clientId));
        return client;
    }

    public async Task<string> GetTokenAsync(ReadyDocument ready, string resource, string? clientId = null)
    {
        var uri = $"{ready.IdentityEndpoint}?api-version=2019-08-01&resource={Uri.EscapeDataString(resource)}";
        if (clientId is not null) uri += $"&client_id={clientId}";
        using var request = new HttpRequestMessage(HttpMethod.Get, uri) { Headers = { { "X-IDENTITY-HEADER", ready.IdentityHeader } } };
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["access_token"]!;
    }

    public void UseToken(string? token) =>
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

    public Task<ArmResponse> GetAsync(string path, params (string, string)[] headers) => SendAsync("GET", path, null, headers);

    public Task<ArmResponse> PutAsync(string path, string body, params (string, string)[] headers) => SendAsync("PUT", path, body, headers);

    public Task<ArmResponse> PatchAsync(string path, string body, params (string, string)[] headers) => SendAsync("PATCH", path, body, headers);

    public Task<ArmResponse> DeleteAsync(string path, params (string, string)[] headers) => SendAsync("DELETE", path, null, headers);

    public Task<ArmResponse> PostAsync(string path, string? body = null) => SendAsync("POST", path, body);

    public Task<ArmResponse> SendAsync(string method, string path, string? body, params (string Name, string Value)[] headers) =>
        SendContentAsync(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), headers);

    /// <summary>Sends content as it is.</summary>
    public async Task<ArmResponse> SendContentAsync(string method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = content, Version = Version, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request);
        var answer = await ArmResponse.ReadAsync(response);
        IReadOnlyList<string> faults = TypeJudge.OfAnswer(method, response.RequestMessage!.RequestUri!.PathAndQuery, answer.Status, answer.Text);
        Assert.True(faults.Count == 0, $"{method} {path} {answer.Status}: Microsoft's types know no such answer:\n{string.Join('\n', faults)}");
        Observer?.Invoke(method, request.RequestUri!.IsAbsoluteUri ? request.RequestUri.AbsolutePath : path, answer);
        return answer;
    }

    /// <summary>Follows an accepted operation to its end and returns its last answer.</summary>
    public async Task<ArmResponse> FollowAsync(ArmResponse accepted)
    {
        Assert.True(accepted.Status < 400, $"{accepted.Status}: {accepted.Text}");
        var url = accepted.Header("Azure-AsyncOperation") ?? accepted.Header("Location");
        if (url is null) return accepted;
        while (true)
        {
            var poll = await GetAsync(url);
            var isDone = accepted.Header("Azure-AsyncOperation") is null ? poll.Status != 202 : (string?)poll.Body!["status"] != "InProgress";
            if (isDone) return poll;
            await Task.Delay(int.Parse(poll.Header("x-ms-retry-after-ms") ?? "20", System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>PUT, then the operation, which must succeed, then GET.</summary>
    public async Task<ArmResponse> CreateAsync(string path, string body)
    {
        await SucceedAsync(await PutAsync(path, body));
        return await GetAsync(path);
    }

    public async Task SucceedAsync(ArmResponse accepted)
    {
        var end = await FollowAsync(accepted);
        if (accepted.Header("Azure-AsyncOperation") is not null) Assert.True((string?)end.Body!["status"] == "Succeeded", end.Text);
        else Assert.InRange(end.Status, 200, 204);
    }

    public void Dispose() => http.Dispose();
}
