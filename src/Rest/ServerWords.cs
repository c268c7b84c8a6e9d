using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace RestoreSessions.Rest;

/// <summary>Finds what a server says about a failure in whatever body came with it.</summary>
internal static class ServerWords
{
    private const int LongestBody = 16 * 1024;
    private const int LongestText = 500;

    private static readonly Regex Space = new(@"[\s\p{C}]+", RegexOptions.CultureInvariant);

    /// <summary>One line, or null: the body may be empty, cut off, a proxy's HTML page, or JSON of several shapes.</summary>
    /// <param name="body">Of the answer.</param>
    /// <param name="secrets">Struck out of the words while they are whole.</param>
    public static async Task<string?> ReadAsync(Stream body, Secrets secrets)
    {
        using StreamReader reader = new(body, Encoding.UTF8);
        char[] buffer = new char[LongestBody];
        int length = await reader.ReadBlockAsync(buffer, 0, buffer.Length).ConfigureAwait(false);
        return Find(new string(buffer, 0, length).Trim(), secrets);
    }

    private static string? Find(string body, Secrets secrets)
    {
        if (body.Length == 0 || body[0] == '<')
        {
            return null;
        }

        string? words = body[0] == '{' ? FromJson(body) : body;
        if (string.IsNullOrWhiteSpace(words))
        {
            return null;
        }

        string line = Space.Replace(secrets.Redact(words!), " ").Trim();
        return line.Length <= LongestText ? line : line.Substring(0, LongestText) + "...";
    }

    // v5 answers a refused logon in OAuth style; elsewhere {message}, in some versions {Message} (vendor's OpenAPI, clients).
    private static string? FromJson(string body)
    {
        try
        {
            JObject answer = JObject.Parse(body);
            return Text(answer, "message") ?? Text(answer, "error_description") ?? Text(answer, "error");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JObject answer, string name) =>
        answer.GetValue(name, System.StringComparison.OrdinalIgnoreCase) is JValue { Type: JTokenType.String } value ? (string?)value : null;
}
