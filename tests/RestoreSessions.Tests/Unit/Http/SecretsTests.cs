using System.Security.Authentication;
using RestoreSessions.Http;
using Xunit;

namespace RestoreSessions.Tests.Unit;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("the password p&+%= ü is wrong")]
    [InlineData("password=p%26%2B%25%3D%20%C3%BC&x")]
    [InlineData("password=p%26%2B%25%3D+%C3%BC&x")]
    [InlineData("token access-1 or refresh-1")]
    public void every_form_of_a_secret_is_struck_out(string text)
    {
        Secrets secrets = new();
        secrets.AddPassword("p&+%= ü");
        secrets.AddToken("access-1");
        secrets.AddToken("refresh-1");
        string redacted = secrets.Redact(text);
        Assert.Contains("***", redacted, System.StringComparison.Ordinal);
        Assert.DoesNotMatch("p&|p%26|access-1|refresh-1", redacted);
    }

    [Theory]
    [InlineData("to proxy 'http://user:word@proxy:8080/' failed", "to proxy 'http://***@proxy:8080/' failed")]
    [InlineData("https://a:b@c@d/e@f", "https://***@d/e@f")]
    [InlineData("http://proxy:8080/ and j.doe@contoso.com", "http://proxy:8080/ and j.doe@contoso.com")]
    public void a_user_and_password_within_an_address_are_struck_out(string text, string redacted) => Assert.Equal(redacted, new Secrets().Redact(text));

    [Fact]
    public void the_password_outlasts_any_number_of_tokens()
    {
        Secrets secrets = new();
        secrets.AddPassword("hunter2");
        foreach (int i in Enumerable.Range(0, 100))
        {
            secrets.AddToken($"token-{i}");
        }

        Assert.Equal("*** *** token-5", secrets.Redact("hunter2 token-99 token-5"));
        secrets.Forget();
        secrets.AddToken("late");
        Assert.Equal("hunter2 late", secrets.Redact("hunter2 late"));
    }

    [Fact]
    public void only_tls_1_2_and_1_3_are_offered_and_no_redirect_is_followed()
    {
        using HttpClientHandler handler = (HttpClientHandler)Transport.CreateHandler(new CertificatePolicy(false, null), null);
        Assert.Contains(handler.SslProtocols, new[] { SslProtocols.Tls12 | SslProtocols.Tls13, SslProtocols.None });
        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
    }
}
