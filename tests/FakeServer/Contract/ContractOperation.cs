using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace FakeServer;

/// <summary>One method of one path of the vendor's OpenAPI.</summary>
internal sealed class ContractOperation(string method, string path, JsonElement operation, ContractSchemas schemas)
{
    private readonly string[] _path = path.Split('/');

    private readonly Dictionary<string, JsonElement> _query = !operation.TryGetProperty("parameters", out JsonElement parameters) ? [] : parameters.EnumerateArray()
        .Where(p => p.GetProperty("in").GetString() == "query").ToDictionary(p => p.GetProperty("name").GetString()!, StringComparer.Ordinal);

    public string Method => method;

    /// <summary>Whether a path is this one, in the same case; identifiers stand where the document has names in braces.</summary>
    public bool IsAt(string asked)
    {
        string[] parts = asked.Split('/');
        return parts.Length == _path.Length
            && parts.Zip(_path).All(pair => pair.Second.StartsWith('{') ? Guid.TryParse(pair.First, out _) : pair.First == pair.Second);
    }

    public string? Check(RequestRecord request) => CheckQuery(QueryHelpers.ParseQuery(request.RawQuery).ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal))
        ?? CheckBody(request);

    private string? CheckQuery(Dictionary<string, string> given) =>
        given.Keys.Where(name => !_query.ContainsKey(name)).Select(name => $"the query {name} is unknown").FirstOrDefault()
        ?? _query.Where(p => !given.ContainsKey(p.Key) && p.Value.TryGetProperty("required", out JsonElement required) && required.GetBoolean())
            .Select(p => $"the query {p.Key} is missing").FirstOrDefault()
        ?? given.Select(p => schemas.CheckText(_query[p.Key].GetProperty("schema"), p.Value) is { } wrong ? $"the query {p.Key} {wrong}" : null)
            .FirstOrDefault(wrong => wrong is not null);

    private string? CheckBody(RequestRecord request)
    {
        if (!operation.TryGetProperty("requestBody", out JsonElement expected))
        {
            return request.Body.Length == 0 ? null : "there is a body";
        }

        string mediaType = request.Headers.TryGetValue("Content-Type", out string? header) ? header.Split(';')[0].Trim() : "";
        if (!expected.GetProperty("content").TryGetProperty(mediaType, out JsonElement content))
        {
            return $"the media type is '{mediaType}'";
        }

        JsonElement schema = content.GetProperty("schema");
        try
        {
            using JsonDocument document = mediaType == "application/json" ? JsonDocument.Parse(request.Body) : schemas.FormAsJson(schema, request.Body);
            return schemas.Check(schema, document.RootElement, "the body");
        }
        catch (JsonException)
        {
            return "the body is no JSON";
        }
    }
}
