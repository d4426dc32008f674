using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Output;

namespace PrivateLinkPg.Core.Tests.Arm;

/// <summary>
/// An Azure of many subscriptions, each with many endpoints and one zone with one record, that counts how many requests are under way. It
/// lets none go before as many are as should be.
/// </summary>
internal sealed partial class ManySubscriptions(int subscriptions, int endpoints, int together) : HttpPipelineTransport, IConnectionSource
{
    private static readonly HttpClientTransport Requests = new();
    private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _underWay;

    public int Most { get; private set; }

    public int Asked { get; private set; }

    public string[] SubscriptionIds => [.. Enumerable.Range(0, subscriptions).Select(number => $"{number:00000000}-0000-0000-0000-000000000000")];

    public Task<AzureConnection> ResolveAsync(PipelineThread pipeline, CancellationToken cancellation) =>
        Task.FromResult(ScriptedTransport.Connection with { SubscriptionId = SubscriptionIds[0], Transport = this });

    public override Request CreateRequest() => Requests.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        lock (_gate)
        {
            Asked++;
            Most = Math.Max(Most, ++_underWay);
            if (_underWay == together) _full.TrySetResult();
        }
        await _full.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Task.Yield();
        lock (_gate) _underWay--;
        message.Response = new ScriptedTransport.ScriptedResponse(new(200, $$"""{"value":[{{Answer(message.Request.Uri.Path)}}]}"""))
        {
            ClientRequestId = message.Request.ClientRequestId,
        };
    }

    private string Answer(string path)
    {
        string subscription = InSubscription().Match(path).Groups[1].Value;
        string group = $"/subscriptions/{subscription}/resourceGroups/rg/providers";
        string zone = $"{group}/Microsoft.Network/privateDnsZones/one.example";
        return path switch
        {
            "/subscriptions" => List(SubscriptionIds, id => $$"""{"id":"/subscriptions/{{id}}","subscriptionId":"{{id}}","displayName":"{{id}}" }"""),
            _ when path.EndsWith("/privateEndpoints", StringComparison.Ordinal) => List(Enumerable.Range(0, endpoints), number => $$"""
                {"id":"{{group}}/Microsoft.Network/privateEndpoints/pe-{{number}}","name":"pe-{{number}}","location":"westus","properties":{
                 "provisioningState":"Succeeded","privateLinkServiceConnections":[{"name":"c","properties":{
                  "privateLinkServiceId":"{{group}}/Microsoft.DBforPostgreSQL/flexibleServers/db"} }]} }
                """),
            _ when path.EndsWith("/privateDnsZones", StringComparison.Ordinal) => $$"""{"id":"{{zone}}","name":"one.example","properties":{} }""",
            _ when path.EndsWith("/A", StringComparison.Ordinal) =>
                $$"""{"id":"{{zone}}/A/db","name":"db","properties":{"ttl":60,"aRecords":[{"ipv4Address":"10.0.0.4"}]} }""",
            _ => "",
        };
    }

    private static string List<T>(IEnumerable<T> items, Func<T, string> each) => string.Join(",", items.Select(each));

    [GeneratedRegex("^/subscriptions/([^/]+)")]
    private static partial Regex InSubscription();
}
