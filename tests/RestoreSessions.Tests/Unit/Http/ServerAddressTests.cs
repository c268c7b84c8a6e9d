using RestoreSessions.Http;
using Xunit;

namespace RestoreSessions.Tests.Unit;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("vbo.contoso.local", 4443, "https://vbo.contoso.local:4443/", "vbo.contoso.local")]
    [InlineData("vbo", 9000, "https://vbo:9000/", "vbo:9000")]
    [InlineData("vbo:9000", 4443, "https://vbo:9000/", "vbo:9000")]
    [InlineData("10.0.0.1", 4443, "https://10.0.0.1:4443/", "10.0.0.1")]
    [InlineData("https://vbo", 4443, "https://vbo:4443/", "vbo")]
    [InlineData("https://vbo/", 4443, "https://vbo:4443/", "vbo")]
    [InlineData("HTTPS://vbo:443", 4443, "https://vbo/", "vbo:443")]
    [InlineData("https://vbo:9443/", 4443, "https://vbo:9443/", "vbo:9443")]
    [InlineData("::1", 4443, "https://[::1]:4443/", "[::1]")]
    [InlineData("[fe80::1]", 4443, "https://[fe80::1]:4443/", "[fe80::1]")]
    [InlineData("[fe80::1]:99", 4443, "https://[fe80::1]:99/", "[fe80::1]:99")]
    [InlineData("2001:db8::1:443", 4443, "https://[2001:db8::1:443]:4443/", "[2001:db8::1:443]")]
    [InlineData("bücher.example", 4443, "https://xn--bcher-kva.example:4443/", "bücher.example")]
    public void what_a_user_types_names_a_server(string text, int port, string uri, string name)
    {
        ServerAddress address = ServerAddress.Parse(text, port);
        Assert.Equal((uri, name), (address.Uri.AbsoluteUri, address.Name));
    }

    [Theory]
    [InlineData("http://vbo")]
    [InlineData("HTTP://vbo:4443")]
    [InlineData("ftp://vbo")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:password@vbo")]
    [InlineData("user@vbo")]
    [InlineData("user:password@vbo")]
    [InlineData("vbo/v5")]
    [InlineData("https://vbo/v5/restoreSessions")]
    [InlineData("vbo?x=1")]
    [InlineData("vbo#x")]
    [InlineData("../vbo")]
    [InlineData("vbo/../other")]
    [InlineData("vbo\\other")]
    [InlineData("a b")]
    [InlineData(" ")]
    [InlineData("vbo\n")]
    [InlineData("vbo\0")]
    [InlineData("vbo:0")]
    [InlineData("vbo:65536")]
    [InlineData("vbo:x")]
    [InlineData("https://")]
    [InlineData("%76bo")]
    public void anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => ServerAddress.Parse(text, 4443));

    [Theory]
    [InlineData("vbo:70000", "70000")]
    [InlineData("https://vbo:65536/", "65536")]
    [InlineData("10.0.0.1:99999999999999999999", "99999999999999999999")]
    [InlineData("[::1]:70000", "70000")]
    [InlineData("vbo:0", "0")]
    [InlineData("vbo:-1", "-1")]
    [InlineData("vbo:x", "x")]
    public void a_port_that_is_none_is_named(string text, string port) =>
        Assert.Equal($"its port, {port}, is not a whole number from 1 to 65535", Assert.Throws<FormatException>(() => ServerAddress.Parse(text, 4443)).Message);

    [Theory]
    [InlineData("user:password@vbo:70000")]
    [InlineData("%76bo:4443")]
    [InlineData("https://")]
    public void what_may_be_no_port_is_not_called_one(string text) =>
        Assert.DoesNotContain("its port", Assert.Throws<FormatException>(() => ServerAddress.Parse(text, 4443)).Message, StringComparison.Ordinal);
}
