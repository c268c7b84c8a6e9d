using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;
using System.Threading.Tasks;

namespace RestoreSessions.Http;

/// <summary>Attaches the connection's token to each request; after a 401, renews it and sends the request once more.</summary>
/// <remarks>A 401 says that the server did not act, so any method may be repeated.</remarks>
internal sealed class TokenHandler : DelegatingHandler
{
    private readonly TokenSource _tokens;

    public TokenHandler(TokenSource tokens, HttpMessageHandler inner)
        : base(inner) => _tokens = tokens;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        AccessToken token = await _tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        HttpResponseMessage response = await SendAsync(request, token, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        response.Dispose();
        token = await _tokens.ReplaceAsync(token, cancellationToken).ConfigureAwait(false);
        return await SendAsync(request, token, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, AccessToken token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        return base.SendAsync(request, cancellationToken);
    }
}
