using System;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace RestoreSessions.Rest;

/// <summary>Reads the statistics of a restore session.</summary>
internal static class StatisticsJson
{
    /// <summary>No names are kept: there is one such object in an answer.</summary>
    public static readonly JsonNames Names = new();

    /// <param name="reader">On the opening brace; left on the closing one.</param>
    /// <exception cref="JsonException">It is no statistics.</exception>
    public static RestoreSessionStatistics Read(JsonTextReader reader)
    {
        JObject json = JObject.Load(reader);
        return new RestoreSessionStatistics
        {
            TotalItemsCount = Number(json, "totalItemsCount") ?? throw new JsonReaderException("the statistics lack totalItemsCount"),
            RestoredItemsCount = Number(json, "restoredItemsCount") ?? 0,
            FailedItemsCount = Number(json, "failedItemsCount") ?? 0,
            SkippedItemsCount = Number(json, "skippedItemsCount") ?? 0,
            Warnings = Texts(json, "warnings"),
            Errors = Texts(json, "errors"),
            Items = Items(json, "items"),
        };
    }

    private static RestoreItemStatistics[] Items(JObject json, string name) =>
        Value(json, name) is JArray items ? items.OfType<JObject>().Select(ReadItem).ToArray() : Array.Empty<RestoreItemStatistics>();

    private static RestoreItemStatistics ReadItem(JObject json) => new()
    {
        Id = Text(json, "id"),
        DetailsType = Text(json, "itemRestoreDetailsType"),
        Title = Text(json, "title"),
        Name = Text(json, "name"),
        ItemType = Text(json, "itemType"),
        Status = Text(json, "status"),
        Path = Text(json, "path"),
        Error = Text(json, "error") ?? Text(json, "cannotContinueMailboxError"),
        Warnings = Texts(json, "warnings"),
        MailboxEmail = Text(json, "mailboxEmail"),
        OneDriveUrl = Text(json, "oneDriveUrl"),
        CreatedMailboxItemsCount = Number(json, "createdMailboxItemsCount"),
        MergedMailboxItemsCount = Number(json, "mergedMailboxItemsCount"),
        FailedMailboxItemsCount = Number(json, "failedMailboxItemsCount"),
        SkippedMailboxItemsCount = Number(json, "skippedMailboxItemsCount"),
        ChildItems = Items(json, "childItems"),
    };

    private static JToken? Value(JObject json, string name) => json.GetValue(name, StringComparison.OrdinalIgnoreCase);

    private static string? Text(JObject json, string name) => Value(json, name) is JValue { Value: not null } value ? value.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;

    private static long? Number(JObject json, string name) => Value(json, name) switch
    {
        JValue { Value: long number } => number,
        JValue { Type: JTokenType.Integer } => throw new JsonReaderException($"the {name} of the statistics is no 64-bit number"),
        _ => null,
    };

    private static string[] Texts(JObject json, string name) =>
        Value(json, name) is JArray texts ? texts.OfType<JValue>().Select(text => text.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray() : Array.Empty<string>();
}
