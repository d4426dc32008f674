using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>Bodies that cannot be read are the client's fault, and are told so in ARM's shape.</summary>
public class RequestContentTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private readonly ArmClient client = sandbox.Client;

    private string Group => $"/subscriptions/{sandbox.Ready.Subscriptions.Test}/resourceGroups/rg-content?{SandboxFixture.Resources}";

    private Task<ArmResponse> PutAsync(byte[] body, string? type = "application/json; charset=utf-8", params (string, string)[] headers)
    {
        var content = new ByteArrayContent(body);
        if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return client.SendContentAsync("PUT", Group, content, headers);
    }

    private static void AssertGateway(ArmResponse answer, int status, string code)
    {
        Assert.Equal((status, code), (answer.Status, (string?)answer.Body!["error"]!["code"]));
        Assert.NotNull((string?)answer.Body!["error"]!["message"]);
        Assert.Equal("gateway", answer.Header("x-ms-failure-cause"));
    }

    [Theory]
    [InlineData("""{"location":"japaneast","Location":"westus"}""")]
    [InlineData("""{"location":"japaneast","tags":{"a":"1","A":"2"}}""")]
    [InlineData("""{"location":"japaneast","tags":{"a":"\ud800"}}""")]
    [InlineData("""{"location":"japaneast","tags":{"\udc00":"a"}}""")]
    [InlineData("""{"location":"japaneast","unknown":{"deep":["\ud800"]}}""")]
    [InlineData("""{"location":"japaneast",}""")]
    [InlineData("nonsense")]
    public async Task A_body_that_is_no_json_of_one_meaning_is_refused(string body) =>
        AssertGateway(await PutAsync(Encoding.UTF8.GetBytes(body)), 400, "InvalidRequestContent");

    [Fact]
    public async Task A_body_that_is_not_utf8_is_refused() => AssertGateway(
        await PutAsync([.. "{\"location\":\"japaneast\",\"tags\":{\"a\":\""u8, 0xC3, 0x28, .. "\"}}"u8]), 400, "InvalidRequestContent");

    [Fact]
    public async Task A_byte_order_mark_is_no_fault() =>
        Assert.InRange((await PutAsync([.. "\uFEFF"u8, .. "{\"location\":\"japaneast\"}"u8])).Status, 200, 201);

    [Theory]
    [InlineData("GET", 200)]
    [InlineData("HEAD", 204)]
    [InlineData("DELETE", 202)]
    public async Task A_body_that_comes_with_a_read_or_a_delete_is_not_looked_at(string method, int status)
    {
        await PutAsync("{\"location\":\"japaneast\"}"u8.ToArray());

        var answer = await client.SendContentAsync(method, Group, new StringContent("nonsense", Encoding.UTF8, "text/plain"));

        Assert.Equal(status, answer.Status);
        await client.FollowAsync(answer);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_body_that_does_not_tell_its_length_is_read_all_the_same(string version)
    {
        using var other = await ArmClient.SignInAsync(sandbox.Ready);
        other.Version = Version.Parse(version);

        var answer = await other.SendContentAsync("PUT", Group, new ContentOfNoLength("{\"location\":\"japaneast\",\"tags\":{\"v\":\"1\"}}"u8.ToArray()));

        Assert.Equal("1", (string?)answer.Body!["tags"]?["v"]);
        // And none is none.
        AssertGateway(await other.SendContentAsync("PUT", Group, null), 400, "MissingRequestContent");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_limit_is_refused(bool isChunked)
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"location":"japaneast","tags":{"a":"{{{new string('x', 4 * 1024 * 1024)}}}"} }""");
        // Who asks first gets the answer in place of a connection that breaks under the bytes.
        (string, string)[] headers = isChunked ? [("Expect", "100-continue"), ("Transfer-Encoding", "chunked")] : [("Expect", "100-continue")];

        AssertGateway(await PutAsync(body, headers: headers), 413, "RequestEntityTooLarge");
    }

    [Theory]
    [InlineData("text/plain", "text/plain")]
    [InlineData("application/x-www-form-urlencoded", "application/x-www-form-urlencoded")]
    [InlineData(null, "<null>")]
    public async Task A_body_of_another_kind_is_refused(string? type, string named)
    {
        var answer = await PutAsync("{\"location\":\"japaneast\"}"u8.ToArray(), type);

        AssertGateway(answer, 415, "UnsupportedMediaType");
        Assert.Equal($"The content media type '{named}' is not supported. Only 'application/json' is supported.", (string?)answer.Body!["error"]!["message"]);
    }

    /// <summary>Content that does not know how long it is.</summary>
    private sealed class ContentOfNoLength : HttpContent
    {
        private readonly byte[] bytes;

        public ContentOfNoLength(byte[] bytes)
        {
            this.bytes = bytes;
            Headers.ContentType = new("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
