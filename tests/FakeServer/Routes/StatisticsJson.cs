using System.Text.Json;

namespace FakeServer;

/// <summary>Writes what v8 counts of a session.</summary>
internal static class StatisticsJson
{
    public static void Write(Utf8JsonWriter json, SessionRecord session)
    {
        json.WriteStartObject();
        json.WriteNumber("totalItemsCount", session.EventCount);
        json.WriteNumber("restoredItemsCount", Math.Max(0, session.EventCount - 1));
        json.WriteNumber("failedItemsCount", Math.Min(1, session.EventCount));
        json.WriteNumber("skippedItemsCount", 0);
        json.WriteStartArray("warnings");
        json.WriteStringValue("slow");
        json.WriteEndArray();
        json.WriteStartArray("errors");
        json.WriteEndArray();
        json.WriteStartArray("items");
        json.WriteRawValue("""
            {"itemRestoreDetailsType":"BulkMailbox","id":"1","name":"j.doe","itemType":"ExchangeMailbox","status":"Warning","mailboxEmail":"j.doe@contoso.com",
             "mailboxIsArchive":false,"mailboxIsPublic":false,"createdMailboxItemsCount":5,"mergedMailboxItemsCount":1,"failedMailboxItemsCount":0,"skippedMailboxItemsCount":2,
             "childItems":[{"itemRestoreDetailsType":"Item","id":"2","name":"Inbox","itemType":"ExchangeMailbox","status":"Success","path":"Inbox"}]}
            """);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
