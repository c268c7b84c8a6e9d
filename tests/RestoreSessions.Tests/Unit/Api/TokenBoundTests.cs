using System;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using RestoreSessions.Api.Authentication;
using RestoreSessions.Http;
using Xunit;

namespace RestoreSessions.Tests.Unit;

/// <summary>When exactly a token is due and when it has run out, and what a token is.</summary>
public sealed class TokenBoundTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    private readonly FakeClock _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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
        BearerToken token = TokenReading.Read("""{"access_token":"a","expires_in":100}""", _clock);
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
        Assert.Equal(isKnown, TokenReading.Read($$"""{"access_token":"a","expires_in":{{expiresIn}}}""", _clock).ExpiresUtc is not null);

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
            Assert.Equal(value, TokenReading.Read(answer, _clock).Value);
        }
        else
        {
            Assert.Throws<JsonReaderException>(() => TokenReading.Read(answer, _clock));
        }
    }

    [Theory]
    [InlineData("""{"access_token":null}""")]
    [InlineData("""{"access_token":["a"]}""")]
    public void a_token_is_text(string answer) => Assert.Throws<JsonReaderException>(() => TokenReading.Read(answer, _clock));

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
}
