using System.Net.Http.Headers;
using System.Text;

namespace RestoreSessions.Http;

/// <summary>A request as a value: <c>Endpoints</c> builds it and <see cref="Sender"/> sends it.</summary>
internal sealed class ApiRequest(HttpMethod method, string path, string query = "", string? body = null, string? contentType = null)
{
    private static readonly ProductInfoHeaderValue UserAgent =
        new("RestoreSessions", typeof(ApiRequest).Assembly.GetName().Version.ToString(3));

    public HttpMethod Method { get; } = method;

    /// <summary>The path, relative to the server's root, without a leading slash.</summary>
    public string Path { get; } = path;

    /// <summary>The query, percent-encoded and with its question mark; empty when there is none.</summary>
    public string Query { get; } = query;

    /// <summary>Whether the answer is a listing. A listing may take any time while data arrives; any other answer must be complete within the time-out.</summary>
    public bool IsListing { get; set; }

    /// <summary>How many items of a listing are asked for; null where the request names no limit.</summary>
    public int? Limit { get; set; }

    /// <summary>Whether the request contains a password, an assertion or a refresh token, which the answer might repeat.</summary>
    public bool IsLogon { get; set; }

    /// <summary>Why the request is not sent: the connection's version of the API does not have it. Null for one that is.</summary>
    public string? NotServed { get; set; }

    /// <summary>Whether the request changes nothing on the server, so that it may be sent twice.</summary>
    public bool IsSafe => Method == HttpMethod.Get;

    /// <summary>Makes the message of one attempt. A retry gets a new one, because its content is disposed with the attempt.</summary>
    public HttpRequestMessage ToMessage(Uri root)
    {
        HttpRequestMessage message = new(Method, new Uri(root, Path + Query));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.UserAgent.Add(UserAgent);
        if (body is not null)
        {
            message.Content = new StringContent(body, Encoding.UTF8, contentType);
        }
        else if (!IsSafe)
        {
            // .NET sends a request without content up to three times more when its connection is closed before the answer. The bytes sent are the same.
            message.Content = new ByteArrayContent([]);
        }

        return message;
    }

    /// <summary>Method and path, without the body, which may contain a password or a token.</summary>
    public override string ToString() => $"{Method} /{Path}";
}
