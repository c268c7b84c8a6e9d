using System.Globalization;
using System.Text.Json;

namespace FakeServer;

/// <summary>Writes an event with the properties that its version has.</summary>
internal static class EventJson
{
    private static readonly string[] EventTypes = ["View", "Restore", "Export", "Save", "Send"];
    private static readonly string[] EventStatuses = ["Success", "Success", "Warning", "Failed", "Skipped"];

    public static Guid IdOf(SessionRecord session, int number) => new(number + 1, 0, 0, session.Id.ToByteArray()[8..]);

    public static void Write(Utf8JsonWriter json, int version, SessionRecord session, Guid organizationId, int number)
    {
        DateTime start = session.CreationTime.AddSeconds(number + 1);

        // Some servers give the local offset in place of Z (seen in clients).
        string At(DateTime time) => number % 2 == 0 ? Answers.Time(time) : new DateTimeOffset(time).ToOffset(TimeSpan.FromHours(2)).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
        bool isRunning = session.EndTime is null && number == session.EventCount - 1;
        string status = isRunning ? "Running" : EventStatuses[number % EventStatuses.Length];
        json.WriteStartObject();
        json.WriteString("id", IdOf(session, number));
        json.WriteString("type", EventTypes[number % EventTypes.Length]);
        json.WriteString("status", status);
        json.WriteString("itemName", $"{session.ItemName} {number}");
        json.WriteString("itemType", "Mailbox");
        json.WriteNumber("itemSizeBytes", session.ItemSizeBytes * number);
        json.WriteString("source", $@"{session.Organization}\Mailboxes\{session.ItemName} {number}");
        json.WriteString("target", session.Target ?? $@"{session.Organization}\Mailboxes");
        json.WriteString("startTime", At(start));
        if (!isRunning)
        {
            json.WriteString("endTime", At(start.AddSeconds(2)));
            json.WriteString("duration", "00:00:02");
        }

        json.WriteString("title", $"Restoring {session.ItemName} {number}");
        json.WriteString("message", $"{session.ItemName} {number} " + (status == "Failed" ? "was not saved: there is not enough space on the disk" : "was processed"));
        json.WriteNumber("order", number);
        if (version >= 8)
        {
            json.WriteString("organizationId", organizationId);
            json.WriteString("userId", $"user-{number}");
        }

        json.WriteEndObject();
    }
}
