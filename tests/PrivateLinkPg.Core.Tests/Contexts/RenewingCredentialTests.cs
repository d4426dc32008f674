using Azure.Core;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Core.Tests.Support;

namespace PrivateLinkPg.Core.Tests.Contexts;

public sealed class RenewingCredentialTests
{
    private static readonly TokenRequestContext Arm = TokenScope.For("https://management.azure.com/");
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task A_token_is_kept_until_five_minutes_before_it_expires()
    {
        ScriptedCredential source = Numbered(TimeSpan.FromHours(1));
        RenewingCredential credential = new(source, _clock);

        Assert.Equal("1", await TokenAsync(credential));
        _clock.Advance(TimeSpan.FromMinutes(54.9));
        Assert.Equal("1", await TokenAsync(credential));
        Assert.Equal(1, source.Asked);
    }

    [Fact]
    public async Task A_token_is_renewed_from_the_moment_on_that_is_told()
    {
        ScriptedCredential source = Numbered(TimeSpan.FromHours(1));
        RenewingCredential credential = new(source, _clock);
        await TokenAsync(credential);
        _clock.Advance(TimeSpan.FromMinutes(55));
        await TokenAsync(credential);
        await EventuallyAsync(credential, "2");
        Assert.Equal("2", (await credential.GetTokenAsync(new TokenRequestContext(Arm.Scopes, claims: ""), CancellationToken.None)).Token);
    }

    [Fact]
    public async Task In_the_last_five_minutes_it_is_renewed_while_the_old_one_serves()
    {
        TaskCompletionSource<AccessToken> renewed = new();
        Queue<Task<AccessToken>> answers = new([Task.FromResult(Token("old", TimeSpan.FromHours(1))), renewed.Task]);
        ScriptedCredential source = new(_ => answers.Dequeue());
        RenewingCredential credential = new(source, _clock);
        await TokenAsync(credential);

        _clock.Advance(TimeSpan.FromMinutes(56));

        Assert.Equal("old", await TokenAsync(credential));
        Assert.Equal("old", await TokenAsync(credential));
        renewed.SetResult(Token("new", TimeSpan.FromHours(1)));
        await EventuallyAsync(credential, "new");
        Assert.Equal(2, source.Asked);
    }

    [Fact]
    public async Task An_expired_token_is_never_given_out()
    {
        TaskCompletionSource<AccessToken> renewed = new();
        Queue<Task<AccessToken>> answers = new([Task.FromResult(Token("old", TimeSpan.FromHours(1))), renewed.Task]);
        RenewingCredential credential = new(new ScriptedCredential(_ => answers.Dequeue()), _clock);
        await TokenAsync(credential);

        _clock.Advance(TimeSpan.FromMinutes(59.8));
        Task<string> waiting = TokenAsync(credential);

        Assert.False(waiting.IsCompleted);
        renewed.SetResult(Token("new", TimeSpan.FromHours(1)));
        Assert.Equal("new", await waiting);
    }

    [Fact]
    public async Task An_expired_token_is_not_given_out_after_a_failed_renewal_either()
    {
        Queue<Func<AccessToken>> answers = new([
            () => Token("old", TimeSpan.FromHours(1)), () => throw new InvalidOperationException("busy"), () => Token("new", TimeSpan.FromHours(1)),
        ]);
        RenewingCredential credential = new(new ScriptedCredential(_ => Task.Run(answers.Dequeue())), _clock);
        await TokenAsync(credential);

        // Too old to be used: who asks waits for the renewal, and sees it fail.
        _clock.Advance(TimeSpan.FromMinutes(61));
        await Assert.ThrowsAsync<InvalidOperationException>(() => TokenAsync(credential));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("new", await TokenAsync(credential));
    }

    [Fact]
    public async Task A_short_lived_token_is_used_for_half_its_life_before_it_is_renewed()
    {
        ScriptedCredential source = Numbered(TimeSpan.FromMinutes(2));
        RenewingCredential credential = new(source, _clock);
        await TokenAsync(credential);

        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("1", await TokenAsync(credential));
        Assert.Equal(1, source.Asked);

        _clock.Advance(TimeSpan.FromSeconds(2));
        await TokenAsync(credential);
        await EventuallyAsync(credential, "2");
    }

    [Fact]
    public async Task Azure_Core_is_told_when_to_ask_again()
    {
        RenewingCredential credential = new(Numbered(TimeSpan.FromMinutes(2)), _clock);

        AccessToken token = await credential.GetTokenAsync(Arm, CancellationToken.None);

        Assert.Equal(_clock.GetUtcNow().AddMinutes(1), token.RefreshOn);
    }

    [Fact]
    public async Task Many_who_ask_at_once_cost_one_request()
    {
        TaskCompletionSource<AccessToken> answer = new();
        ScriptedCredential source = new(_ => answer.Task);
        RenewingCredential credential = new(source, _clock);

        Task<string>[] asked = [.. Enumerable.Range(0, 50).Select(_ => TokenAsync(credential))];
        answer.SetResult(Token("one", TimeSpan.FromHours(1)));

        AssertEach.All(await Task.WhenAll(asked), token => Assert.Equal("one", token));
        Assert.Equal(1, source.Asked);
    }

    [Fact]
    public async Task One_who_gives_up_does_not_take_the_token_from_the_others()
    {
        TaskCompletionSource<AccessToken> answer = new();
        RenewingCredential credential = new(new ScriptedCredential(_ => answer.Task), _clock);
        using CancellationTokenSource impatient = new();
        ValueTask<AccessToken> first = credential.GetTokenAsync(Arm, impatient.Token);
        Task<string> second = TokenAsync(credential);

        await impatient.CancelAsync();
        answer.SetResult(Token("one", TimeSpan.FromHours(1)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await first);
        Assert.Equal("one", await second);
    }

    [Fact]
    public async Task Each_audience_has_its_own_token()
    {
        RenewingCredential credential = new(new ScriptedCredential(request => Task.FromResult(Token(request.Scopes[0], TimeSpan.FromHours(1)))), _clock);

        Assert.Equal("https://management.azure.com//.default", await TokenAsync(credential));
        Assert.Equal(
            "https://ossrdbms-aad.database.windows.net/.default",
            (await credential.GetTokenAsync(TokenScope.For("https://ossrdbms-aad.database.windows.net"), CancellationToken.None)).Token);
    }

    [Fact]
    public async Task A_challenge_gets_a_new_token_which_then_serves_all()
    {
        ScriptedCredential source = new(request => Task.FromResult(Token(request.Claims ?? "plain", TimeSpan.FromHours(1))));
        RenewingCredential credential = new(source, _clock);
        Assert.Equal("plain", await TokenAsync(credential));

        AccessToken challenged = await credential.GetTokenAsync(new TokenRequestContext(Arm.Scopes, claims: "{\"mfa\":1}"), CancellationToken.None);

        Assert.Equal("{\"mfa\":1}", challenged.Token);
        Assert.Equal("{\"mfa\":1}", await TokenAsync(credential));
    }

    [Fact]
    public async Task A_failed_renewal_is_tried_again_later_while_the_token_serves()
    {
        int asked = 0;
        ScriptedCredential source = new(_ => ++asked == 2
            ? Task.FromException<AccessToken>(new InvalidOperationException("busy"))
            : Task.FromResult(Token(asked.ToString(System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromHours(1))));
        RenewingCredential credential = new(source, _clock);
        await TokenAsync(credential);

        _clock.Advance(TimeSpan.FromMinutes(56));
        Assert.Equal("1", await TokenAsync(credential));
        while (source.Asked < 2) await Task.Yield();
        // However often it is asked for meanwhile.
        for (int turn = 0; turn < 1000; turn++)
        {
            Assert.Equal("1", await TokenAsync(credential));
            await Task.Yield();
        }
        Assert.Equal(2, source.Asked);

        // The failure may be noted only after the clock was moved on, and then counts from there: hence more than one step.
        string token = "1";
        for (int step = 0; step < 5 && token != "3"; step++)
        {
            _clock.Advance(TimeSpan.FromSeconds(31));
            for (int turn = 0; turn < 10_000 && token != "3"; turn++)
            {
                await Task.Yield();
                token = await TokenAsync(credential);
            }
        }

        Assert.Equal("3", token);
    }

    [Fact]
    public async Task Without_a_token_the_failure_reaches_who_asked()
    {
        RenewingCredential credential = new(new ScriptedCredential(_ => Task.FromException<AccessToken>(new InvalidOperationException("no"))), _clock);

        await Assert.ThrowsAsync<InvalidOperationException>(() => TokenAsync(credential));
    }

    // The renewal runs on another thread; the test goes on as soon as it is there.
    private static async Task EventuallyAsync(RenewingCredential credential, string expected)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (await TokenAsync(credential) != expected)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<string> TokenAsync(RenewingCredential credential) => (await credential.GetTokenAsync(Arm, CancellationToken.None)).Token;

    private ScriptedCredential Numbered(TimeSpan life)
    {
        int number = 0;
        return new(_ => Task.FromResult(Token((++number).ToString(System.Globalization.CultureInfo.InvariantCulture), life)));
    }

    private AccessToken Token(string text, TimeSpan life) => new(text, _clock.GetUtcNow() + life);
}
