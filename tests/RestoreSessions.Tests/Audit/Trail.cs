using System.Globalization;
using System.Text;
using System.Text.Json;
using FakeServer;
using RestoreSessions.Tests.StandIn;
using Xunit;

namespace RestoreSessions.Tests.Audit;

/// <summary>The lines of a trail, and what a server has to say to them.</summary>
internal static class Trail
{
    private static readonly string[] Head = ["Record", "Time", "SessionId", "Id", "Number", "Server"];
    private static readonly string[] OfTheSession = ["InitiatedBy", "Organization", "Workload", "ClientHost", "Reason"];
    private static readonly string[] Final = ["Success", "Warning", "Failed", "Cancelled", "Skipped"];
    private static readonly string[] NotWritten = ["id", "duration", "_links"];
    private static readonly Dictionary<string, string> Workloads = new() { ["Vex"] = "Exchange", ["Veod"] = "OneDrive", ["Vesp"] = "SharePoint", ["Vet"] = "Teams" };

    /// <summary>The lines of files, in their order. Each is whole, and JSON.</summary>
    public static IReadOnlyList<JsonElement> Read(params string[] files) => [.. files.SelectMany(file =>
    {
        byte[] bytes = File.ReadAllBytes(file);
        Assert.True(bytes.Length == 0 || bytes[^1] == '\n', $"{file} ends within a line");
        Assert.DoesNotContain((byte)'\r', bytes);
        return Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            Assert.True(Encoding.UTF8.GetByteCount(line) < 9_900, line);
            return JsonDocument.Parse(line).RootElement;
        });
    })];

    /// <summary>A line without what differs from run to run: Event, Opened or Session, and whose.</summary>
    public static string Key(this JsonElement line) => $"{line.Text("Record")} {line.Text("SessionId")} {(line.Text("Record") == "Event" ? line.Text("Id") : "")}";

    public static string Text(this JsonElement line, string name) => line.GetProperty(name).ToString();

    /// <summary>The numbers of lines run from 1 without a gap or a double, and each line has an Id of its own.</summary>
    public static void AssertNumbered(IReadOnlyList<JsonElement> lines)
    {
        Assert.Equal(Enumerable.Range(1, lines.Count).Select(i => (long)i), lines.Select(line => line.GetProperty("Number").GetInt64()));
        Assert.Equal(lines.Count, lines.Select(line => $"{line.Text("Server")} {line.Text("Id")}").Distinct().Count());
    }

    /// <summary>Every final event and every stopped session of a server has one line, and each line says what the server says, field by field.</summary>
    /// <param name="lines">Those of the trail.</param>
    /// <param name="server">It is asked without the module.</param>
    /// <param name="version">The version of the API that the module spoke.</param>
    /// <param name="which">The sessions that have to be there; null for all.</param>
    public static async Task AssertTellsAllAsync(IEnumerable<JsonElement> lines, RestoreServer server, int version = 8, Func<SessionRecord, bool>? which = null)
    {
        using PlainClient client = new(server);
        Dictionary<string, JsonElement> expected = [];
        Dictionary<string, JsonElement> sessions = [];
        foreach (SessionRecord record in Enumerable.Range(0, server.Sessions.Count).Select(i => server.Sessions[i]).Where(which ?? (_ => true)))
        {
            JsonElement session = (await client.GetAsync($"v{version}/RestoreSessions/{record.Id}")).Body;
            sessions.Add(record.Id.ToString(), session);
            if (session.Text("state") == "Stopped")
            {
                expected.Add($"Session {record.Id} ", session);
            }

            foreach (JsonElement read in (await client.GetAsync($"v{version}/RestoreSessions/{record.Id}/Events?limit=10000")).Body.GetProperty("results").EnumerateArray())
            {
                if (Final.Contains(read.Text("status")))
                {
                    expected.Add($"Event {record.Id} {read.Text("id")}", read);
                }
            }
        }

        JsonElement[] own = [.. lines.Where(line => line.Text("Server") == server.Server && line.Text("Record") != "Opened")];
        Assert.Equal(expected.Keys.Order(), own.Select(line => line.Key()).Order());
        Assert.All(own, line => AssertSame(expected[line.Key()], sessions[line.Text("SessionId")], line));
    }

    private static void AssertSame(JsonElement sent, JsonElement session, JsonElement line)
    {
        bool isEvent = line.Text("Record") == "Event";
        Assert.Equal(Head, line.EnumerateObject().Take(Head.Length).Select(property => property.Name));
        Assert.Equal(Moment(sent.GetProperty(isEvent ? "startTime" : "endTime")), Moment(line.GetProperty("Time")));
        Assert.Equal(Workloads[session.Text("type")], line.Text("Workload"));
        Dictionary<string, JsonElement> rest = line.EnumerateObject().Skip(Head.Length).ToDictionary(property => property.Name, property => property.Value);
        foreach (JsonProperty property in sent.EnumerateObject().Where(p => !NotWritten.Contains(p.Name)))
        {
            bool isTime = property.Name.EndsWith("Time", StringComparison.Ordinal);
            Assert.True(rest.Remove(char.ToUpperInvariant(property.Name[0]) + property.Name[1..] + (isTime ? "Utc" : ""), out JsonElement written), $"{property.Name} is missing in {line}");
            Assert.Equal(isTime ? Moment(property.Value) : property.Value.ToString(), isTime ? Moment(written) : written.ToString());
        }

        Assert.True(rest.Remove("DurationSeconds", out JsonElement seconds));
        Assert.Equal((Time(sent.GetProperty("endTime")) - Time(sent.GetProperty(isEvent ? "startTime" : "creationTime"))).TotalSeconds, seconds.GetDouble(), 6);
        foreach (string name in isEvent ? OfTheSession : ["Workload", "Outcome"])
        {
            string expected = name switch { "Workload" => Workloads[session.Text("type")], "Outcome" => session.Text("result"), _ => session.TryGetProperty(char.ToLowerInvariant(name[0]) + name[1..], out JsonElement value) ? value.ToString() : "" };
            Assert.Equal(expected, rest.Remove(name, out JsonElement written) ? written.ToString() : "");
        }

        Assert.Empty(rest.Keys);
    }

    private static string Moment(JsonElement time) => Time(time).ToString("O");

    private static DateTime Time(JsonElement time) => DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture).UtcDateTime;
}
