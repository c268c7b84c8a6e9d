using System.Text;
using System.Text.Json;
using RestoreSessions.Audit;
using Xunit;

namespace RestoreSessions.Tests.Audit;

/// <summary>One line: what stands in it, in which order, and how long it may be.</summary>
public sealed class AuditLineTests
{
    private static readonly string[] Head = ["Record", "Time", "SessionId", "Id", "Number", "Server"];
    private static readonly DateTime Start = new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc).AddTicks(1_234_567);
    private static readonly RestoreSession Session = new()
    {
        Id = new Guid("0800471b-d0e2-422b-9d7c-35d15661c3fb"), Server = "vbo1:4444", Name = "n", Organization = "o", Type = "Vex", CreationTimeUtc = Start, EndTimeUtc = Start.AddHours(1),
        State = "Stopped", Result = "Warning", InitiatedBy = @"A\b", Details = "d", ScopeName = "s", ClientHost = "c", Reason = "r", ETag = 7,
    };

    private static readonly RestoreSessionEvent Event = new()
    {
        Id = new Guid("9f786f0f-de9a-4a90-8118-093b6cb2c4fc"), SessionId = Session.Id, Server = "vbo1:4444", Session = Session, Type = "Restore", Status = "Success", ItemName = "i", ItemType = "t",
        ItemSizeBytes = 5, Source = "from", Target = "to", StartTimeUtc = Start, EndTimeUtc = Start.AddSeconds(2), Title = "title", Message = "m", Order = 3, OrganizationId = "a",
        BackedUpOrganizationId = "b", UserId = "u", GroupId = "g", SiteId = "h", TeamId = "k",
    };

    [Fact]
    public void the_names_after_the_first_six_are_those_of_the_objects_and_none_is_left_out()
    {
        // Local times and what follows from two others are for people.
        AssertNames(typeof(RestoreSession), AuditLine.Of(AuditRecord.Session, 1, Session), "Id", "Server", "CreationTime", "EndTime", "Duration");
        AssertNames(typeof(RestoreSessionEvent), AuditLine.Of(1, Event), "Id", "Server", "SessionId", "StartTime", "EndTime", "Duration", "Session");
    }

    [Fact]
    public void the_first_six_stand_in_this_order_in_these_forms()
    {
        Assert.StartsWith(
            """{"Record":"Event","Time":"2026-06-01T10:00:00.1234567Z","SessionId":"0800471b-d0e2-422b-9d7c-35d15661c3fb","Id":"9f786f0f-de9a-4a90-8118-093b6cb2c4fc","Number":42,"Server":"vbo1:4444",""",
            Encoding.UTF8.GetString(AuditLine.Of(42, Event)), StringComparison.Ordinal);
        Assert.StartsWith(
            """{"Record":"Session","Time":"2026-06-01T11:00:00.1234567Z","SessionId":"0800471b-d0e2-422b-9d7c-35d15661c3fb","Id":"0800471b-d0e2-422b-9d7c-35d15661c3fb","Number":43,"Server":"vbo1:4444",""",
            Encoding.UTF8.GetString(AuditLine.Of(AuditRecord.Session, 43, Session)), StringComparison.Ordinal);
        Assert.StartsWith(
            """{"Record":"Opened","Time":"2026-06-01T10:00:00.1234567Z","SessionId":"0800471b-d0e2-422b-9d7c-35d15661c3fb","Id":"0800471b-d0e2-422b-9d7c-35d15661c3fb-opened","Number":44,"Server":"vbo1:4444",""",
            Encoding.UTF8.GetString(AuditLine.Of(AuditRecord.Opened, 44, Session)), StringComparison.Ordinal);
    }

    [Fact]
    public void a_line_is_flat_without_nulls_ends_with_a_line_feed_alone_and_has_no_byte_order_mark()
    {
        byte[] line = AuditLine.Of(1, new RestoreSessionEvent { Id = Guid.NewGuid(), SessionId = Guid.NewGuid(), Message = "two\r\nlines\u2028and\u0085more" });
        Assert.Equal(((byte)'{', (byte)'\n'), (line[0], line[^1]));
        Assert.Equal(line.Length - 1, Array.IndexOf(line, (byte)'\n'));
        JsonElement json = JsonDocument.Parse(line).RootElement;
        Assert.All(json.EnumerateObject(), property => Assert.True(property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number, property.Name));
        Assert.False(json.TryGetProperty("ItemName", out _));
        Assert.Equal("two\r\nlines\u2028and\u0085more", json.Text("Message"));
    }

    [Fact]
    public void an_event_without_a_start_has_the_time_of_its_session()
    {
        RestoreSessionEvent read = new() { Id = Guid.NewGuid(), SessionId = Session.Id, Session = Session };
        Assert.Equal(Start.ToString("O"), JsonDocument.Parse(AuditLine.Of(1, read)).RootElement.Text("Time"));
    }

    [Theory]
    [InlineData('x', 100_000)]
    [InlineData('ü', 5_000)]
    [InlineData('\u0001', 3_000)]
    [InlineData('"', 9_000)]
    public void a_line_that_is_too_long_has_its_longest_texts_shortened_and_says_so(char letter, int length)
    {
        string longText = new(letter, length);
        RestoreSessionEvent read = new() { Id = Event.Id, SessionId = Session.Id, Message = longText, Title = longText, ItemName = "short", Server = "vbo1" };
        byte[] line = AuditLine.Of(1, read);
        Assert.InRange(line.Length, 6_000, AuditLine.Longest);
        JsonElement json = JsonDocument.Parse(line).RootElement;
        Assert.Equal("Title,Message", json.Text("Shortened"));
        Assert.Equal("Shortened", json.EnumerateObject().Last().Name);
        Assert.Equal("short", json.Text("ItemName"));
        Assert.StartsWith(json.Text("Message"), longText, StringComparison.Ordinal);
        Assert.True(json.Text("Message").Length > 600);
    }

    [Fact]
    public void a_text_is_never_cut_within_a_character()
    {
        for (int shift = 0; shift < 4; shift++)
        {
            string text = new string('a', shift) + string.Concat(Enumerable.Repeat("\ud83d\ude00", 4_000));
            string written = JsonDocument.Parse(AuditLine.Of(1, new RestoreSessionEvent { Message = text })).RootElement.Text("Message");
            Assert.StartsWith(written, text, StringComparison.Ordinal);
            Assert.DoesNotContain('\ufffd', written);
        }
    }

    [Fact]
    public void what_is_written_is_known_again_by_what_stands_first()
    {
        List<byte> file = [.. AuditLine.Of(AuditRecord.Opened, 1, Session), .. AuditLine.Of(2, Event), .. AuditLine.Of(AuditRecord.Session, 7, Session)];
        file.AddRange(Encoding.UTF8.GetBytes("{\"Record\":\"Other\"}\nsomebody's note\n\n"));
        file.AddRange(AuditLine.Of(9, new RestoreSessionEvent { Id = Session.Id, SessionId = Event.Id, Server = "a\"b\\c" })[..^1]);
        WrittenLines written = new();
        written.Read(new System.IO.MemoryStream([.. file]));
        Assert.True(written.Contains(AuditRecord.Event, "VBO1:4444", Session.Id, Event.Id));
        Assert.True(written.Contains(AuditRecord.Opened, "vbo1:4444", Session.Id, Guid.Empty));
        Assert.True(written.Contains(AuditRecord.Session, "vbo1:4444", Session.Id, Guid.Empty));
        Assert.False(written.Contains(AuditRecord.Event, "vbo2:4444", Session.Id, Event.Id));
        Assert.Equal(7, written.LastNumber);

        // The last line counts when it is whole.
        file.Add((byte)'\n');
        written.Read(new System.IO.MemoryStream([.. file]));
        Assert.True(written.Contains(AuditRecord.Event, "a\"b\\c", Event.Id, Session.Id));
        Assert.Equal(9, written.LastNumber);
    }

    private static void AssertNames(Type type, byte[] line, params string[] elsewhere) => Assert.Equal(
        type.GetProperties().Select(property => property.Name).Except(elsewhere).Order(),
        JsonDocument.Parse(line).RootElement.EnumerateObject().Select(property => property.Name).Except(Head).Order());
}
