using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;

namespace RestoreSessions.Rest;

/// <summary>A request as a value: what <see cref="Endpoints"/> builds and <see cref="Sender"/> sends.</summary>
internal sealed class ApiRequest
{
    private static readonly ProductInfoHeaderValue UserAgent =
        new("RestoreSessions", typeof(ApiRequest).Assembly.GetName().Version.ToString(3));

    private readonly string? _body;
    private readonly string? _contentType;

    public ApiRequest(HttpMethod method, string path, string query = "", string? body = null, string? contentType = null)
    {
        Method = method;
        Path = path;
        Query = query;
        _body = body;
        _contentType = contentType;
    }

    public HttpMethod Method { get; }

    /// <summary>Relative to the server's root, without a leading slash.</summary>
    public string Path { get; }

    /// <summary>Percent-encoded, with its question mark; empty when there is none.</summary>
    public string Query { get; }

    /// <summary>Whether it is worth another attempt after a passing failure.</summary>
    public bool IsWorthRepeating { get; set; } = true;

    /// <summary>Whether sending it twice does no harm.</summary>
    public bool IsSafe => Method == HttpMethod.Get;

    /// <summary>A message for one attempt; a message cannot be sent twice by <see cref="HttpClient"/>.</summary>
    public HttpRequestMessage ToMessage(Uri root)
    {
        HttpRequestMessage message = new(Method, new Uri(root, Path + Query));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.UserAgent.Add(UserAgent);
        if (_body is not null)
        {
            message.Content = new StringContent(_body, Encoding.UTF8, _contentType);
        }

        return message;
    }

    /// <summary>Method and path. Bodies are left out: they hold passwords and tokens.</summary>
    public override string ToString() => $"{Method} /{Path}";
}
