using Newtonsoft.Json;
using RestoreSessions.Api.Authentication;
using RestoreSessions.Http;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>What a token is, when exactly it is due and has run out, and who renews it.</summary>
public sealed class TokenTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly FakeClock _clock = new();
    private int _renewals;

    private static readonly RestFailure Refusal = new(FailureKind.AuthenticationFailed, "a", "wrong");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("3600", 3600)]
    [InlineData("\"3599\"", 3599)]
    [InlineData("288000", 288000)]
    [InlineData("1", 1)]
    public void a_lifetime_is_read_in_seconds(string expiresIn, int seconds)
    {
        BearerToken token = Read($$"""{"access_token":"a","refresh_token":"r","token_type":"bearer","expires_in":{{expiresIn}},".expires":"Thu, 01 Jan 1970 00:00:00 GMT"}""");
        Assert.Equal(_clock.UtcNow.AddSeconds(seconds), token.ExpiresUtc);
    }

    [Theory]
    [InlineData("""{"access_token":"a"}""")]
    [InlineData("""{"access_token":"a","expires_in":0}""")]
    [InlineData("""{"access_token":"a","expires_in":-5}""")]
    [InlineData("""{"access_token":"a","expires_in":null}""")]
    [InlineData("""{"access_token":"a","expires_in":"soon"}""")]
    [InlineData("""{"access_token":"a","expires_in":{"s":1}}""")]
    public void a_token_of_unknown_lifetime_is_never_due(string answer)
    {
        BearerToken token = Read(answer);
        _clock.Pass(TimeSpan.FromDays(1000));
        Assert.False(token.IsDue(_clock));
        Assert.Null(token.ExpiresUtc);
    }

    [Theory]
    [InlineData("""{"error":"invalid_grant"}""")]
    [InlineData("""{"access_token":null}""")]
    [InlineData("""{"access_token":["a"]}""")]
    [InlineData("""["access_token"]""")]
    [InlineData("<html>")]
    [InlineData("")]
    public void an_answer_without_a_token_is_refused(string answer) => Assert.Throws<JsonReaderException>(() => Read(answer));

    [Theory]
    [InlineData(3600, 3540)]
    [InlineData(100, 90)]
    [InlineData(1, 0.9)]
    public async Task a_token_is_renewed_shortly_before_it_runs_out(double lifetime, double due)
    {
        TokenProvider tokens = Source(Token(0, lifetime), lifetime);
        _clock.Pass(TimeSpan.FromSeconds(due - 0.01));
        Assert.Equal("0", (await tokens.GetAsync(Cancellation)).Value);
        _clock.Pass(TimeSpan.FromSeconds(0.02));
        BearerToken old = await tokens.GetAsync(Cancellation);
        Assert.Equal("1", (await tokens.ReplaceAsync(old, Cancellation)).Value);
        Assert.Equal("1", (await tokens.GetAsync(Cancellation)).Value);
        Assert.Equal(1, _renewals);
    }

    [Fact]
    public async Task a_token_that_can_be_used_is_not_kept_waiting_for_its_renewal()
    {
        TaskCompletionSource<BearerToken> server = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TokenProvider tokens = new(Token(0, 100), _ => { Interlocked.Increment(ref _renewals); return server.Task; }, _clock);
        _clock.Pass(TimeSpan.FromSeconds(95));
        BearerToken[] used = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tokens.GetAsync(Cancellation)));
        Assert.All(used, token => Assert.Equal("0", token.Value));
        _clock.Pass(TimeSpan.FromSeconds(10));
        Task<BearerToken> late = tokens.GetAsync(Cancellation);
        Assert.False(late.IsCompleted);
        server.SetResult(Token(1, 100));
        Assert.Equal(("1", 1), ((await late).Value, _renewals));
    }

    [Fact]
    public async Task a_token_that_can_be_used_is_used_to_its_end_after_its_renewal_was_refused_and_then_nothing_is_sent_any_more()
    {
        TokenProvider tokens = new(Token(0, 100), _ => { Interlocked.Increment(ref _renewals); return Task.FromException<BearerToken>(Refusal); }, _clock);
        _clock.Pass(TimeSpan.FromSeconds(95));
        foreach (int _ in Enumerable.Range(0, 20))
        {
            Assert.Equal("0", (await tokens.GetAsync(Cancellation)).Value);
        }

        _clock.Pass(TimeSpan.FromSeconds(10));
        foreach (int _ in Enumerable.Range(0, 20))
        {
            Assert.Same(Refusal, await Assert.ThrowsAsync<RestFailure>(() => tokens.GetAsync(Cancellation)));
        }

        Assert.Equal(1, _renewals);
    }

    [Fact]
    public async Task a_token_that_the_server_has_refused_is_not_sent_again()
    {
        BearerToken spent = Token(0, 3600);
        bool isOver = true;
        TokenProvider tokens = new(spent, _ => isOver ? Task.FromException<BearerToken>(new RestFailure(FailureKind.ServerUnreachable, "a", "gone")) : Task.FromResult(Token(1, 3600)), _clock);
        await Assert.ThrowsAsync<RestFailure>(() => tokens.ReplaceAsync(spent, Cancellation));
        await Assert.ThrowsAsync<RestFailure>(() => tokens.GetAsync(Cancellation));
        isOver = false;
        Assert.Equal("1", (await tokens.GetAsync(Cancellation)).Value);
    }

    [Fact]
    public async Task whoever_asks_while_a_renewal_is_under_way_shares_it()
    {
        TaskCompletionSource<BearerToken> server = new(TaskCreationOptions.RunContinuationsAsynchronously);
        BearerToken spent = Token(0, 3600);
        TokenProvider tokens = new(spent, _ => { Interlocked.Increment(ref _renewals); return server.Task; }, _clock);

        // A call returns when it has queued for the renewal, and the server answers only after the last of them.
        Task<BearerToken>[] callers = [.. Enumerable.Range(0, 64).Select(_ => tokens.ReplaceAsync(spent, Cancellation))];
        Assert.All(callers, caller => Assert.False(caller.IsCompleted));
        BearerToken successor = Token(1, 3600);
        server.SetResult(successor);
        BearerToken[] fresh = await Task.WhenAll(callers);
        Assert.All(fresh, token => Assert.Same(successor, token));
        Assert.Equal(1, _renewals);
    }

    [Fact]
    public async Task a_caller_that_gives_up_does_not_end_the_renewal_of_the_others()
    {
        TaskCompletionSource<BearerToken> server = new(TaskCreationOptions.RunContinuationsAsynchronously);
        BearerToken spent = Token(0, 3600);
        TokenProvider tokens = new(spent, _ => server.Task, _clock);
        using CancellationTokenSource stop = new();
        Task<BearerToken> first = tokens.ReplaceAsync(spent, stop.Token);
        Task<BearerToken> second = tokens.ReplaceAsync(spent, Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        server.SetResult(Token(1, 3600));
        Assert.Equal("1", (await second).Value);
    }

    [Theory]
    [InlineData(3600, 3540)]
    [InlineData(600, 540)]
    [InlineData(601, 541)]
    [InlineData(599, 539.1)]
    [InlineData(10, 9)]
    public void a_token_is_due_from_a_tenth_of_its_life_before_its_end_but_no_more_than_a_minute(double lifetime, double due)
    {
        BearerToken token = new("a", "r", TimeSpan.FromSeconds(lifetime), _clock);
        _clock.Pass(TimeSpan.FromSeconds(due) - Tick);
        Assert.Equal((false, false), (token.IsDue(_clock), token.HasExpired(_clock)));
        _clock.Pass(Tick);
        Assert.Equal((true, false), (token.IsDue(_clock), token.HasExpired(_clock)));
        _clock.Pass(TimeSpan.FromSeconds(lifetime) - TimeSpan.FromSeconds(due) - Tick);
        Assert.Equal((true, false), (token.IsDue(_clock), token.HasExpired(_clock)));
        _clock.Pass(Tick);
        Assert.Equal((true, true), (token.IsDue(_clock), token.HasExpired(_clock)));
    }

    [Fact]
    public void the_life_of_a_token_begins_when_it_is_read()
    {
        _clock.Pass(TimeSpan.FromHours(5));
        _clock.Jump(TimeSpan.FromDays(1));
        BearerToken token = Read("""{"access_token":"a","expires_in":100}""");
        Assert.Equal((_clock.UtcNow.AddSeconds(100), DateTimeKind.Utc, null), (token.ExpiresUtc, token.ExpiresUtc!.Value.Kind, token.RefreshToken));
        _clock.Jump(TimeSpan.FromDays(-2));
        Assert.False(token.IsDue(_clock));
        _clock.Pass(TimeSpan.FromSeconds(100));
        Assert.True(token.HasExpired(_clock));
    }

    [Theory]
    [InlineData("2147483646", true)]
    [InlineData("2147483647", false)]
    [InlineData("1e300", false)]
    [InlineData("\"NaN\"", false)]
    [InlineData("0.5", true)]
    [InlineData("true", false)]
    [InlineData("[5]", false)]
    public void a_lifetime_is_a_number_that_a_clock_can_count(string expiresIn, bool isKnown) =>
        Assert.Equal(isKnown, Read($$"""{"access_token":"a","expires_in":{{expiresIn}}}""").ExpiresUtc is not null);

    [Theory]
    [InlineData("!", true)]
    [InlineData("~", true)]
    [InlineData("a b", false)]
    [InlineData("a\u007f", false)]
    [InlineData("\u00fc", false)]
    [InlineData("a\n", false)]
    [InlineData("", false)]
    public void a_token_is_made_of_visible_ascii(string value, bool isToken)
    {
        Assert.Equal(isToken, BearerToken.IsToken(value));
        string answer = JsonConvert.SerializeObject(new { access_token = value });
        if (isToken)
        {
            Assert.Equal(value, Read(answer).Value);
        }
        else
        {
            Assert.Throws<JsonReaderException>(() => Read(answer));
        }
    }

    [Fact]
    public async Task a_token_that_is_due_and_cannot_be_renewed_serves_to_its_last_tick_and_no_longer()
    {
        RestFailure gone = new(FailureKind.ServerUnreachable, "a", "gone");
        TokenProvider tokens = new(new BearerToken("0", "r", TimeSpan.FromSeconds(100), _clock), _ => Task.FromException<BearerToken>(gone), _clock);
        _clock.Pass(TimeSpan.FromSeconds(100) - Tick);
        Assert.Equal("0", (await tokens.GetAsync(Cancellation)).Value);
        _clock.Pass(Tick);
        Assert.Same(gone, await Assert.ThrowsAsync<RestFailure>(() => tokens.GetAsync(Cancellation)));
    }

    [Fact]
    public async Task a_token_that_was_replaced_already_costs_no_renewal()
    {
        BearerToken first = new("0", "r", null, _clock);
        int renewals = 0;
        TokenProvider tokens = new(first, spent => Task.FromResult(new BearerToken($"{spent.Value}{++renewals}", "r", null, _clock)), _clock);
        BearerToken second = await tokens.ReplaceAsync(first, Cancellation);
        Assert.Same(second, await tokens.ReplaceAsync(first, Cancellation));
        Assert.Same(second, await tokens.GetAsync(Cancellation));
        Assert.Equal(("01", 1), (second.Value, renewals));
        Assert.Equal("012", (await tokens.ReplaceAsync(second, Cancellation)).Value);
    }

    private BearerToken Read(string answer) => TokenReading.Read(answer, _clock);

    private BearerToken Token(int number, double lifetime) => new(number.ToString(System.Globalization.CultureInfo.InvariantCulture), "r", TimeSpan.FromSeconds(lifetime), _clock);

    private TokenProvider Source(BearerToken first, double lifetime) =>
        new(first, _ => Task.FromResult(Token(Interlocked.Increment(ref _renewals), lifetime)), _clock);
}
