using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace FakeServer;

/// <summary>Checks values against the schemas of a document of the vendor's OpenAPI.</summary>
internal sealed class ContractSchemas(JsonElement root)
{
    /// <summary>What is wrong with a value in JSON; null for one that the schema allows. Properties that it does not name are not allowed.</summary>
    public string? Check(JsonElement schema, JsonElement value, string where)
    {
        schema = Resolve(schema);
        if (value.ValueKind == JsonValueKind.Null)
        {
            return schema.TryGetProperty("nullable", out JsonElement nullable) && nullable.GetBoolean() ? null : $"{where} is null";
        }

        string type = schema.TryGetProperty("type", out JsonElement named) ? named.GetString()! : "string";
        return type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object ? CheckObject(schema, value, where) : $"{where} is no object",
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : $"{where} is neither true nor false",
            "integer" or "number" => value.ValueKind == JsonValueKind.Number ? null : $"{where} is no number",
            "string" => value.ValueKind != JsonValueKind.String ? $"{where} is no text" : CheckText(schema, value.GetString()!) is { } wrong ? $"{where} {wrong}" : null,
            _ => $"{where} is of the type {type}, which no request has",
        };
    }

    /// <summary>What is wrong with a value that stands as text, in a query or a form.</summary>
    public string? CheckText(JsonElement schema, string value)
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("enum", out JsonElement allowed) && allowed.EnumerateArray().All(a => a.GetString() != value))
        {
            return $"is '{value}'";
        }

        string format = schema.TryGetProperty("format", out JsonElement form) ? form.GetString()! : "";
        bool isSound = (schema.TryGetProperty("type", out JsonElement type) ? type.GetString() : "", format) switch
        {
            ("boolean", _) => value is "true" or "false",
            ("integer", _) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            (_, "date-time") => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) && value.Contains('T', StringComparison.Ordinal),
            (_, "uuid") => Guid.TryParse(value, out _),
            _ => true,
        };
        return isSound ? null : $"is '{value}'";
    }

    /// <summary>A form as the object that the schema describes it as.</summary>
    public JsonDocument FormAsJson(JsonElement schema, string form)
    {
        JsonElement properties = Resolve(schema).GetProperty("properties");
        bool IsBoolean(string name) => properties.TryGetProperty(name, out JsonElement property) && property.GetProperty("type").GetString() == "boolean";
        Dictionary<string, object> values = QueryHelpers.ParseQuery(form)
            .ToDictionary(p => p.Key, p => IsBoolean(p.Key) && bool.TryParse(p.Value, out bool flag) ? (object)flag : p.Value.ToString());
        return JsonSerializer.SerializeToDocument(values);
    }

    private string? CheckObject(JsonElement schema, JsonElement value, string where)
    {
        JsonElement properties = schema.GetProperty("properties");
        IEnumerable<string> required = schema.TryGetProperty("required", out JsonElement names) ? names.EnumerateArray().Select(n => n.GetString()!) : [];
        return required.Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{where} lacks {name}").FirstOrDefault()
            ?? value.EnumerateObject().Select(p => properties.TryGetProperty(p.Name, out JsonElement property)
                ? Check(property, p.Value, $"{p.Name} in {where}") : $"{p.Name} in {where} is unknown").FirstOrDefault(wrong => wrong is not null);
    }

    private JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            schema = root.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        }

        return schema;
    }
}
