using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace FakeServer;

/// <summary>What can be asked of one session, and of organizations.</summary>
internal sealed class SessionRoutes(SessionSet sessions, ListRoute list)
{
    private static readonly string[] Organizations =
        ["contoso.onmicrosoft.com", "fabrikam.onmicrosoft.com", "adatum.onmicrosoft.com", "northwind.onmicrosoft.com", "tailspin.onmicrosoft.com"];

    private static readonly string[] EventTypes = ["View", "Restore", "Export", "Save", "Send"];
    private static readonly string[] EventStatuses = ["Success", "Success", "Warning", "Failed", "Skipped"];

    /// <summary>GET /vN/RestoreSessions/{id}[/organization|/Events|/Statistics] and POST …/Stop or /Action; null where the version has no such route.</summary>
    public Task? Answer(HttpContext context, int version, string method, Guid id, string rest, string body)
    {
        if (sessions.Find(id) is not { } session)
        {
            return context.ErrorAsync(version, 404, $"Restore session {id} was not found.", "ResourceNotFound");
        }

        return (method, rest) switch
        {
            ("GET", "") => SessionAsync(context, version, session, 200),
            ("GET", "ORGANIZATION") => context.JsonAsync(200, json => WriteOrganization(context, json, version, session.Organization)),
            ("GET", "EVENTS") => list.PageAsync(context, version, [.. Enumerable.Range(0, session.EventCount)], (json, i) => WriteEvent(json, version, session, i)),
            ("GET", "STATISTICS") when version >= 8 => context.JsonAsync(200, json => WriteStatistics(json, session)),
            ("POST", "ACTION") when version == 5 && IsStop(body) => StopAsync(context, version, session),
            ("POST", "STOP") when version >= 6 => StopAsync(context, version, session),
            _ => null,
        };
    }

    /// <summary>GET /vN/Organizations.</summary>
    public Task OrganizationsAsync(HttpContext context, int version) =>
        list.PageAsync(context, version, Organizations, (json, name) => WriteOrganization(context, json, version, name));

    /// <summary>POST /vN/Organizations/{id}/explore, in v5 /action with the options wrapped.</summary>
    public Task StartAsync(HttpContext context, int version, Guid organizationId, string body)
    {
        string? name = Organizations.FirstOrDefault(o => OrganizationId(o) == organizationId);
        if (name is null)
        {
            return context.ErrorAsync(version, 404, $"Organization {organizationId} was not found.", "ResourceNotFound");
        }

        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement options = version == 5 ? document.RootElement.GetProperty("explore") : document.RootElement;
        SessionRecord session = new()
        {
            CreationTime = DateTime.UtcNow,
            Type = options.GetProperty("type").GetString()!,
            State = "Working",
            Organization = name,
            Details = string.Create(
                CultureInfo.InvariantCulture,
                $"{options.GetProperty(version == 5 ? "datetime" : "dateTime").GetString()} {options.GetProperty("showDeleted").GetBoolean()} {options.GetProperty("showAllVersions").GetBoolean()}"),
        };
        sessions.Add(session);
        return SessionAsync(context, version, session, version is 6 or 7 ? 200 : 201);
    }

    private static Task SessionAsync(HttpContext context, int version, SessionRecord session, int status) =>
        context.JsonAsync(status, json => SessionJson.Write(json, session, version, context.LinkRoot(version)));

    private Task StopAsync(HttpContext context, int version, SessionRecord session)
    {
        if (session.State != "Working")
        {
            // v5 answers wrong states with 500 and a message (seen in clients).
            return version == 5
                ? context.ErrorAsync(version, 500, "The restore session has expired.")
                : context.ErrorAsync(version, 400, "The restore session has been stopped already.", "OperationConflict");
        }

        sessions.Stop(session.Id, DateTime.UtcNow);
        context.Response.StatusCode = version >= 8 ? 204 : 200;
        return Task.CompletedTask;
    }

    private static bool IsStop(string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        return document.RootElement.TryGetProperty("stop", out JsonElement value) && value.ValueKind == JsonValueKind.Null;
    }

    private static void WriteOrganization(HttpContext context, Utf8JsonWriter json, int version, string name)
    {
        json.WriteStartObject();
        json.WriteString("id", OrganizationId(name));
        json.WriteString("name", name);
        json.WriteString("type", "Office365");
        json.WriteStartObject("_links");
        json.WriteStartObject("self");
        json.WriteString("href", $"{context.LinkRoot(version)}/Organizations/{OrganizationId(name)}");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter json, int version, SessionRecord session, int number)
    {
        DateTime start = session.CreationTime.AddSeconds(number + 1);

        // Some servers give the local offset in place of Z (seen in clients).
        string At(DateTime time) => number % 2 == 0 ? Answers.Time(time) : new DateTimeOffset(time).ToOffset(TimeSpan.FromHours(2)).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
        bool isRunning = session.EndTime is null && number == session.EventCount - 1;
        json.WriteStartObject();
        json.WriteString("id", new Guid(number + 1, 0, 0, session.Id.ToByteArray()[8..]));
        json.WriteString("type", EventTypes[number % EventTypes.Length]);
        json.WriteString("status", isRunning ? "Running" : EventStatuses[number % EventStatuses.Length]);
        json.WriteString("itemName", $"Item {number}");
        json.WriteString("itemType", "Mailbox");
        json.WriteNumber("itemSizeBytes", 1024L * number);
        json.WriteString("source", $@"{session.Organization}\Mailboxes\Item {number}");
        json.WriteString("target", $@"{session.Organization}\Mailboxes");
        json.WriteString("startTime", At(start));
        if (!isRunning)
        {
            json.WriteString("endTime", At(start.AddSeconds(2)));
            json.WriteString("duration", "00:00:02");
        }

        json.WriteString("title", $"Restoring item {number}");
        json.WriteString("message", $"Item {number} was processed");
        json.WriteNumber("order", number);
        if (version >= 8)
        {
            json.WriteString("organizationId", OrganizationId(session.Organization));
            json.WriteString("userId", $"user-{number}");
        }

        json.WriteEndObject();
    }

    private static void WriteStatistics(Utf8JsonWriter json, SessionRecord session)
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

    private static Guid OrganizationId(string name) => new(Array.IndexOf(Organizations, name) + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
}
