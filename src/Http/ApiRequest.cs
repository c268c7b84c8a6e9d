using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

namespace RestoreSessions.Http;

/// <summary>A request as a value: what the table of the API builds and <see cref="Sender"/> sends.</summary>
internal sealed class ApiRequest(HttpMethod method, string path, string query = "", string? body = null, string? contentType = null)
{
    private static readonly ProductInfoHeaderValue UserAgent =
        new("RestoreSessions", typeof(ApiRequest).Assembly.GetName().Version.ToString(3));

    public HttpMethod Method { get; } = method;

    /// <summary>Relative to the server's root, without a leading slash.</summary>
    public string Path { get; } = path;

    /// <summary>Percent-encoded, with its question mark; empty when there is none.</summary>
    public string Query { get; } = query;

    /// <summary>Whether the answer is a listing, which may take as long as it goes on; any other answer has to be whole within the time-out.</summary>
    public bool IsListing { get; set; }

    /// <summary>Whether it carries a password or a refresh token, which an answer might repeat.</summary>
    public bool IsLogon { get; set; }

    /// <summary>Whether sending it twice does no harm.</summary>
    public bool IsSafe => Method == HttpMethod.Get;

    /// <summary>A message for one attempt; a message cannot be sent twice by <see cref="HttpClient"/>.</summary>
    public HttpRequestMessage ToMessage(Uri root)
    {
        HttpRequestMessage message = new(Method, new Uri(root, Path + Query));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.UserAgent.Add(UserAgent);
        if (body is not null)
        {
            message.Content = new StringContent(body, Encoding.UTF8, contentType);
        }

        return message;
    }

    /// <summary>Method and path. Bodies are left out: they hold passwords and tokens.</summary>
    public override string ToString() => $"{Method} /{Path}";
}
