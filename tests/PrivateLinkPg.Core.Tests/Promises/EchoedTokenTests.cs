using System.Text.Json;
using CsCheck;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Core.Tests.Promises;

/// <summary>Whoever answers in Azure's place and shows what it was sent, as proxies do, gets no token into anything that is written.</summary>
public sealed class EchoedTokenTests
{
    private static readonly (string Name, Func<string, (int Status, string Body, (string, string)[] Headers)> Answer)[] Echoes =
    [
        ("an error's message", token => (400, Error("BadRequest", $"I do not know {token}."), Json)),
        ("an error's code", token => (409, Error(token, "Conflict"), Json)),
        ("an error's details", token => (403, $$$"""{"error":{"code":"AuthorizationFailed","message":"No","details":[{"code":"X","message":"{{{token}}}"}]}}""", Json)),
        ("a page's title", token => (502, $"<html><title>Bearer {token}</title></html>", [("Content-Type", "text/html")])),
        ("a page", token => (200, $"<html><body>Authorization: Bearer {token}</body></html>", [("Content-Type", "text/html")])),
        ("a line", token => (500, $"Authorization: Bearer {token}", [("Content-Type", "text/plain")])),
        ("a redirection", token => (302, "", [("Location", $"https://proxy.example/login?token={token}")])),
        ("a resource", token => (200, $$"""{"id":"{{token}}","name":"{{token}}","properties":{"provisioningState":"{{token}}"} }""", Json)),
        ("a list", token => (200, $$"""{"value":[{"id":"{{token}}","name":"{{token}}"}]}""", Json)),
    ];

    private static long Estates => Samples.Few(40);

    private static (string, string)[] Json => [("Content-Type", "application/json"), ("x-ms-request-id", "1")];

    private static Gen<Sample> Any { get; } = Gen.Select(
        EstatePlan.Any, Gen.Int[0, Echoes.Length - 1], Gen.Int[0, 40], (plan, echo, place) => new Sample(plan, echo, place));

    [Fact]
    public async Task No_output_holds_the_token()
    {
        int echoed = 0;
        await Any.SampleAsync(
            async sample =>
            {
                (string name, var answer) = Echoes[sample.Echo];
                await using Estate estate = await Estate.OfAsync(sample.Plan);
                RecordingOutput output = new();
                string? token = null;
                TransportFault echo = new(name, (message, send) =>
                {
                    Assert.True(message.Request.Headers.TryGetValue("Authorization", out string? authorization));
                    token = authorization!["Bearer ".Length..];
                    (int status, string body, (string, string)[] headers) = answer(token);
                    return TransportFault.Answer(name, status, body, headers).DoAsync(message, send);
                });
                CommandRunner runner = new(estate.Azure.Sandbox, null, output, new FastClock(100)) { Faults = new() { Fault = echo, At = (sample.Place, false) } };
                estate.Run(runner);
                // There may be fewer requests than that.
                if (token is null) return;
                Interlocked.Increment(ref echoed);
                string written = string.Join('\n', output.All.Select(InWords));
                Assert.DoesNotContain(token, written, StringComparison.Ordinal);
            },
            print: sample => $"{sample.Plan}\n{Echoes[sample.Echo].Name} at {sample.Place}", iter: Estates, threads: 4);
        Assert.True(echoed >= Estates / 2, $"{echoed} were echoed.");
    }

    private static string Error(string code, string message) => $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""";

    private static string InWords(object written) => written is RecordingOutput.Line { Value: CommandFailure failure } ? $"{failure} {failure.Cause}"
        : written is RecordingOutput.Line line ? $"{line.Value} {JsonSerializer.Serialize(line.Value, line.Value.GetType())}"
        : $"{written}";

    /// <param name="Echo">Which of the answers.</param>
    /// <param name="Place">Which request it is given to.</param>
    private sealed record Sample(EstatePlan Plan, int Echo, int Place);
}
