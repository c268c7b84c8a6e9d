using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.StandIn;

/// <summary>Speaks to the stand-in without the module, so that what it answers is seen as it is.</summary>
internal sealed class PlainClient : IDisposable
{
    private readonly HttpClient _client;

    public PlainClient(RestoreServer server, AccountKind? account = AccountKind.Administrator, DecompressionMethods decompression = DecompressionMethods.None)
    {
        _client = new HttpClient(new SocketsHttpHandler
        {
            AutomaticDecompression = decompression,
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.GetCertHashString() == server.Certificate.GetCertHashString() },
        })
        {
            BaseAddress = new Uri($"https://{server.Server}/"),
        };
        if (account is { } kind)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.IssueToken(kind));
        }
    }

    public HttpRequestHeaders Headers => _client.DefaultRequestHeaders;

    public void Dispose() => _client.Dispose();

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead) =>
        _client.SendAsync(new HttpRequestMessage(method, path) { Content = content }, until, TestContext.Current.CancellationToken);

    public Task<(int Status, JsonElement Body)> GetAsync(string path) => AnswerAsync(HttpMethod.Get, path, null);

    public Task<(int Status, JsonElement Body)> PostAsync(string path, string json = "") =>
        AnswerAsync(HttpMethod.Post, path, json.Length == 0 ? null : new StringContent(json, Encoding.UTF8, "application/json"));

    public Task<(int Status, JsonElement Body)> PostAsync(string path, Dictionary<string, string> form) => AnswerAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form));

    // An answer without a body is told as the empty text.
    private async Task<(int Status, JsonElement Body)> AnswerAsync(HttpMethod method, string path, HttpContent? content)
    {
        using HttpResponseMessage answer = await SendAsync(method, path, content);
        byte[] body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, JsonDocument.Parse(body.Length == 0 ? "\"\""u8.ToArray() : body).RootElement);
    }
}
