using System.Globalization;
using System.Text.Json;

namespace FakeServer;

/// <summary>The body of a request for a restore session.</summary>
internal static class ExploreOptions
{
    /// <summary>Adds what the body says to what is known of the request.</summary>
    /// <exception cref="FormatException">It is no such body.</exception>
    public static StartRecord Read(StartRecord start, string body, int version)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement options = document.RootElement;
            if (version == 5 && !options.TryGetProperty("explore", out options))
            {
                throw new FormatException("The action is unknown.");
            }

            return start with
            {
                PointInTime = Text(options, version == 5 ? "datetime" : "dateTime") is { } time
                    ? DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
                    : null,
                Type = Text(options, "type"),
                ShowDeleted = Flag(options, "showDeleted"),
                ShowAllVersions = Flag(options, "showAllVersions"),
                RepositoryId = start.RepositoryId ?? (version >= 8 && Text(options, "repositoryId") is { } repository ? Guid.Parse(repository) : null),
                Reason = Text(options, "reason"),
                Scope = options.TryGetProperty("scope", out JsonElement scope) ? scope.GetRawText() : null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException("The body is not what was expected.", e);
        }
    }

    private static string? Text(JsonElement options, string name) => options.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static bool? Flag(JsonElement options, string name) =>
        options.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetBoolean() : null;
}
