using System.Text.Json;

namespace FakeServer;

/// <summary>Writes a session with the properties that its version has.</summary>
internal static class SessionJson
{
    public static void Write(Utf8JsonWriter json, SessionRecord session, int version, string linkRoot)
    {
        if (session.Raw is not null)
        {
            json.WriteRawValue(session.Raw, skipInputValidation: true);
            return;
        }

        json.WriteStartObject();
        json.WriteString("id"u8, session.Id);
        json.WriteString("name"u8, session.Name);
        json.WriteString("organization"u8, session.Organization);
        json.WriteString("type"u8, session.Type);
        json.WriteString("creationTime"u8, session.CreationTime);
        if (session.EndTimeText is { } text)
        {
            json.WriteString("endTime"u8, text);
        }
        else if (session.EndTime is { } end)
        {
            json.WriteString("endTime"u8, end);
        }

        json.WriteString("state"u8, session.State);
        json.WriteString("result"u8, session.Result);
        json.WriteString("initiatedBy"u8, session.InitiatedBy);
        json.WriteString("details"u8, session.Details);
        if (version >= 6)
        {
            json.WriteString("scopeName"u8, session.ScopeName);
            json.WriteString("clientHost"u8, "BXYDEV01 (via: 10.0.0.1)"u8);
            json.WriteString("reason"u8, session.Reason);
        }

        if (version >= 8)
        {
            json.WriteNumber("eTag"u8, session.CreationTime.Ticks);
        }

        WriteLinks(json, session.Id, linkRoot);
        json.WriteEndObject();
    }

    private static void WriteLinks(Utf8JsonWriter json, Guid id, string linkRoot)
    {
        string self = $"{linkRoot}/RestoreSessions/{id}";
        json.WriteStartObject("_links"u8);
        Link(json, "self"u8, self);
        Link(json, "organization"u8, self + "/organization");
        Link(json, "events"u8, self + "/events");
        json.WriteEndObject();
    }

    private static void Link(Utf8JsonWriter json, ReadOnlySpan<byte> name, string href)
    {
        json.WriteStartObject(name);
        json.WriteString("href"u8, href);
        json.WriteEndObject();
    }
}
