using System.Net;
using System.Net.Http.Headers;

namespace RestoreSessions.Api.Authentication;

/// <summary>Adds the connection's token to each request; after a 401, renews the token and repeats the request once.</summary>
/// <remarks>The server does not carry out a request that it answers with 401, so any method may be repeated.</remarks>
internal sealed class TokenHandler : DelegatingHandler
{
    private readonly TokenProvider _tokens;

    public TokenHandler(TokenProvider tokens, HttpMessageHandler inner)
        : base(inner) => _tokens = tokens;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        BearerToken token = await _tokens.GetAsync(cancellationToken).ConfigureAwait(false);
        HttpResponseMessage response = await SendAsync(request, token, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        response.Dispose();
        token = await _tokens.ReplaceAsync(token, cancellationToken).ConfigureAwait(false);
        return await SendAsync(request, token, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, BearerToken token, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        return base.SendAsync(request, cancellationToken);
    }
}
