using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestoreSessions.Text;

namespace RestoreSessions.Http;

/// <summary>Finds the server's message in the body of an error.</summary>
internal static class ErrorBody
{
    private const int LongestBody = 16 * 1024;
    private const int LongestText = 500;

    private static readonly Regex Space = new(@"\s+", RegexOptions.CultureInvariant);

    /// <summary>The message as one line; null if there is none. The body may be empty, cut off, a proxy's HTML page, or JSON of several shapes.</summary>
    /// <param name="body">The body of the answer, which stays open.</param>
    /// <param name="secrets">Removed from the message before it is shortened.</param>
    /// <param name="isLogon">Whether the body may repeat the request, with the password in any encoding. If so, only the fields for error messages are read.</param>
    public static async Task<string?> ReadMessageAsync(Stream body, Secrets secrets, bool isLogon)
    {
        using StreamReader reader = new(body, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, LongestBody, leaveOpen: true);
        char[] buffer = new char[LongestBody];
        int length = await reader.ReadBlockAsync(buffer, 0, buffer.Length).ConfigureAwait(false);
        return Find(new string(buffer, 0, length).Trim(), length == buffer.Length, secrets, isLogon);
    }

    private static string? Find(string body, bool isCut, Secrets secrets, bool isLogon)
    {
        if (body.Length == 0 || body[0] == '<' || (isLogon && body[0] != '{'))
        {
            return null;
        }

        string? message = body[0] == '{' ? FromJson(body, isLogon) : body;
        if (string.IsNullOrWhiteSpace(message))
        {
            return null;
        }

        string line = VisibleText.Of(Space.Replace(secrets.Redact(message!, isCut), " ").Trim());
        return line.Length <= LongestText ? line : line.Substring(0, LongestText) + "...";
    }

    // v5 answers a refused logon with the error object of OAuth; other errors have message, in some versions Message (vendor's OpenAPI, clients).
    private static string? FromJson(string body, bool isLogon)
    {
        try
        {
            JObject answer = JObject.Parse(body);
            return Text(answer, "message") ?? Text(answer, "error_description") ?? Text(answer, "error") ?? (isLogon ? null : Problem(answer));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A proxy or gateway may answer with the problem details of RFC 9457 (application/problem+json).
    private static string? Problem(JObject answer) =>
        string.Join(": ", new[] { Text(answer, "title"), Text(answer, "detail") }.Where(text => !string.IsNullOrEmpty(text)));

    private static string? Text(JObject answer, string name) =>
        answer.GetValue(name, System.StringComparison.OrdinalIgnoreCase) is JValue { Type: JTokenType.String } value ? (string?)value : null;
}
