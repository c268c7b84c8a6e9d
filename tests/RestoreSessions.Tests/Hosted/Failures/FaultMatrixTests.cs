using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using FakeServer;
using HostedShell;
using Xunit;
using Xunit.Sdk;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Every cmdlet, with every fault, at every place where it can occur, once and again and again.</summary>
/// <remarks>Each cell: the objects are exactly right, the error is the documented one and says what to do, it returned, and no secret stands anywhere.</remarks>
public sealed class FaultMatrixTests
{
    private const int Fixtures = 16;

    // Seconds that a busy machine never needs, wherever no time has to run out.
    private const int LongPatience = 30;
    private const int LongLimit = 60;

    private const string WorkingId = "00000000-0000-0000-0000-000000000001";
    private const string StoppedId = "00000000-0000-0000-0000-000000000002";

    // That of the second event.
    private const string EventId = "00000002-0000-0000-0000-000000000002";

    private const string Report = $$"""
        $path = [IO.Path]::Combine([IO.Path]::GetTempPath(), [guid]::NewGuid().ToString())
        try { [RestoreSessions.RestoreSession]@{ Id = '{{StoppedId}}' } | Export-RestoreSessionReport $path -IncludeEvent; [IO.File]::Exists($path) } finally { [IO.File]::Delete($path) }
        """;

    private const string PeriodReport = """
        $path = [IO.Path]::Combine([IO.Path]::GetTempPath(), [guid]::NewGuid().ToString())
        try {
            Export-RestoreSessionReport $path -StartTimeFrom 2026-01-01
            if ([IO.File]::Exists($path)) { [regex]::Matches([IO.File]::ReadAllText($path), '\b0{8}-0{4}-0{4}-0{4}-\d{12}\b').Value | Sort-Object -Unique -Descending }
        } finally { [IO.File]::Delete($path) }
        """;

    // The last two sessions.
    private const string Audit = """
        $path = [IO.Path]::Combine([IO.Path]::GetTempPath(), [guid]::NewGuid().ToString())
        try { Export-RestoreSessionAudit $path -StartTimeFrom 2026-06-01T00:33:30Z -PassThru } finally { '', '.state', '.state.new', '.lock' | ForEach-Object { [IO.File]::Delete("$path$_") } }
        """;

    private static readonly byte[] HugeString = [.. """{"id":" """u8, .. Enumerable.Repeat((byte)'x', 10_000_000)];

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly Command[] Commands =
    [
        new("Connect-RestoreServer", "Connect-RestoreServer $server $credential -SkipCertificateCheck -ApiVersion v8 -TimeoutSec $patience -MaximumRetryCount 1", Places.Token),
        new("Connect-RestoreServer -Assertion", "Connect-RestoreServer $server @byOperator -SkipCertificateCheck -ApiVersion v8 -TimeoutSec $patience -MaximumRetryCount 1", Places.Token),
        new("Get-RestoreSession", "Get-RestoreSession", Places.Pages) { IsList = true },
        new("Get-RestoreSession -Id", $"Get-RestoreSession -Id {StoppedId}", Places.Single, HasSession: true),
        new("Get-RestoreSessionEvent", $"Get-RestoreSessionEvent -Id {StoppedId}", Places.Pages, HasSession: true),
        new("Get-RestoreSessionEvent -EventId", $"[RestoreSessions.RestoreSession]@{{ Id = '{StoppedId}'; Type = 'Vex' }} | Get-RestoreSessionEvent -EventId {EventId}", Places.Single, HasSession: true) { Missing = "RestoreSessionEventNotFound" },
        new("Export-RestoreSessionAudit", Audit, Places.Single) { IsList = true },
        new("Export-RestoreSessionReport", Report, Places.Pages, HasSession: true),
        new("Export-RestoreSessionReport -StartTimeFrom", PeriodReport, Places.Pages) { IsList = true },
        new("Get-RestoreSessionStatistics", $"Get-RestoreSessionStatistics -Id {StoppedId}", Places.Single, HasSession: true),
        new("Get-RestoreOrganization", "Get-RestoreOrganization", Places.FewPages) { IsList = true },
        new("Get-RestoreOrganization -Id", $"Get-RestoreOrganization -Id {StoppedId}", Places.Single, HasSession: true),
        new("Start-RestoreSession", "Start-RestoreSession $organization -Type Exchange", Places.Single, IsPost: true),
        new("Start-RestoreSession -Job", "Start-RestoreSession -Job 00000001-0000-0000-0000-000000000002 -Type Exchange", Places.Single, IsPost: true),
        new("Start-RestoreSession -DataRetrieval", "Start-RestoreSession -DataRetrieval 00000001-0000-0000-0000-000000000004", Places.Single, IsPost: true),
        new("Start-RestoreSession (own)", "Start-RestoreSession -Type Exchange", Places.Single, IsPost: true) { Who = "$tenant" },
        new("Stop-RestoreSession", $"Stop-RestoreSession -Id {WorkingId} -Confirm:$false -PassThru", Places.Stop, HasSession: true, IsPost: true),
        new("Wait-RestoreSession", $"Wait-RestoreSession -Id {StoppedId} -TimeoutSec $limit -PollingIntervalSec 1", Places.Single, HasSession: true),
        new("Disconnect-RestoreServer", "Disconnect-RestoreServer", Places.Logout),
    ];

    private static readonly Case[] Cases =
    [
        new("connection closed before the answer", Fault.HangUp, "ServerUnreachable", Passes.Reads),
        new("connection reset", Fault.Reset, "ServerUnreachable", Passes.Reads),
        new("body cut in an object", () => Fault.CutBody(60), "UnexpectedAnswer", Passes.Reads),
        new("body cut in a character", () => Fault.CutBody(121), "UnexpectedAnswer", Passes.Reads),
        new("body cut in or after it", () => Fault.CutBody(122), "UnexpectedAnswer", Passes.Reads),
        new("body cut between objects", () => Fault.CutAfter("},"), "UnexpectedAnswer", Passes.Reads),
        new("body cut at once", () => Fault.CutBody(0), "UnexpectedAnswer", Passes.Reads),
        new("a drip of spaces", () => Fault.DripForEver(200, "{", TimeSpan.FromMilliseconds(300)), "RequestTimedOut"),
        new("hostile text", () => Fault.Status(500, """{"message":"\u001b[2J\u001b]0;x\u0007\u009b31m\r\nConnect-RestoreServer -SkipCertificateCheck \u202e\u200b\u2028"}"""), "ServerFailed"),
        new("stalled headers", Fault.StallHeaders, "RequestTimedOut"),
        new("stalled body", () => Fault.StallBody(60), "RequestTimedOut"),
        new("401", () => Fault.Status(401), "AuthenticationFailed", Passes.All),
        new("403", () => Fault.Status(403, """{"message":"not yours"}"""), "AccessDenied"),
        new("404", () => Fault.Status(404), "NotFound"),
        new("409", () => Fault.Status(409), "RequestRejected"),
        new("429", () => Fault.Status(429), "ServerFailed", Passes.All),
        new("429 with seconds", () => Fault.Status(429, headers: Header("Retry-After", "0")), "ServerFailed", Passes.All),
        new("429 with a date", () => Fault.Status(429, headers: Header("Retry-After", "Thu, 01 Jan 2026 00:00:00 GMT")), "ServerFailed", Passes.All),
        new("429 for an hour", () => Fault.Status(429, headers: Header("Retry-After", "3600")), "ServerFailed"),
        new("500", () => Fault.Status(500, """{"message":"Restore session has expired"}"""), "ServerFailed"),
        new("502", () => Fault.Status(502, "<html>"), "ServerFailed", Passes.Reads),
        new("503", () => Fault.Status(503), "ServerFailed", Passes.All),
        new("504", () => Fault.Status(504), "ServerFailed", Passes.Reads),
        new("HTML", Fault.Html, "UnexpectedAnswer"),
        new("truncated JSON", () => Fault.RawBody("""{"results":[{"id":"""), "UnexpectedAnswer", Passes.Reads),
        new("empty body", () => Fault.RawBody(""), "UnexpectedAnswer", Passes.Reads),
        new("null", () => Fault.RawBody("null"), "UnexpectedAnswer", Passes.Reads),
        new("a number", () => Fault.RawBody("42"), "UnexpectedAnswer", Passes.Reads),
        new("wrong types", () => Fault.RawBody("""{"results":[{"id":5}],"id":[],"access_token":{"a":1},"name":{}}"""), "UnexpectedAnswer"),
        new("deep nesting", () => Fault.RawBody("""{"results":""" + new string('[', 100_000)), "UnexpectedAnswer"),
        new("deep nesting of objects", () => Fault.RawBody(string.Concat(Enumerable.Repeat("""{"a":""", 100_000))), "UnexpectedAnswer"),
        new("a huge string", () => Fault.RawBody(HugeString), "UnexpectedAnswer"),
        new("UTF-16", () => Fault.RawBody(System.Text.Encoding.Unicode.GetBytes("""{"results":[]}""")), "UnexpectedAnswer"),
        new("broken gzip", () => Fault.RawBody([0x1f, 0x8b, 8, 0, 1, 2, 3, 4], headers: Header("Content-Encoding", "gzip")), "UnexpectedAnswer", Passes.Reads),
        new("length too short", () => Fault.Raw("HTTP/1.1 200 OK\nContent-Length: 9\n\n{\"results\":[]}"), "UnexpectedAnswer", Passes.Reads),
        new("length too long", () => Fault.Raw("HTTP/1.1 200 OK\nContent-Length: 900\n\n{\"results\":["), "UnexpectedAnswer", Passes.Reads),
        new("broken chunk", () => Fault.Raw("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\n{}\n"), "UnexpectedAnswer", Passes.Reads),
        new("no HTTP", () => Fault.Raw("220 mail.contoso.local ESMTP\n"), "ServerUnreachable", Passes.Reads),
        new("connection closed after the answer", Fault.Closing, "", Passes.All),
        new("connection refused", () => Fault.Closing(), "ServerUnreachable", Passes.AllButFirst, Detour.NobodyListens),
        new("DNS failure", () => Fault.Closing(), "ServerUnreachable", Passes.AllButFirst, Detour.NoSuchName),
        new("redirect to another host", () => Fault.Redirect("https://elsewhere.invalid/"), "UnexpectedAnswer"),
        new("redirect to http", () => Fault.Redirect("http://127.0.0.1/"), "UnexpectedAnswer"),
        new("redirect in a loop", () => Fault.Redirect("?again"), "UnexpectedAnswer"),
    ];

    private enum Passes
    {
        Never,
        Reads,
        AllButFirst,
        All,
    }

    /// <summary>Every fault that a server can make, by its name.</summary>
    internal static IReadOnlyDictionary<string, Func<Fault>> Faults { get; } = Cases.Where(c => c.Astray is null).ToDictionary(c => c.Name, c => c.Make);

    public static TheoryData<string> CommandNames => [.. Commands.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(CommandNames))]
    public async Task each_cell_is_exactly_right(string commandName)
    {
        Command command = Commands.Single(c => c.Name == commandName);
        ConcurrentQueue<Cell> cells = new(command.Where.SelectMany(place => Cases.SelectMany(@case => new[] { new Cell(place, @case, false), new Cell(place, @case, true) })));
        ConcurrentBag<string> wrong = [];

        // Most of the time is spent waiting, for a time-out or before a retry: several fixtures at once.
        await Task.WhenAll(Enumerable.Range(0, Fixtures).Select(async _ =>
        {
            await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 10 }, isConnected: false);
            await PrepareAsync(fixture, command.Who, LongPatience, LongLimit);
            string[] whole = [.. fixture.Run(command.Script).As<object>().Select(Identify)];
            while (cells.TryDequeue(out Cell? cell))
            {
                await PrepareAsync(fixture, command.Who, cell.Patience, cell.Limit);
                try
                {
                    await Task.Run(() => Check(fixture, command, cell, whole));
                }
                catch (XunitException e)
                {
                    wrong.Add($"{cell.Place}, {cell.Case.Name}, {(cell.Persists ? "again and again" : "once")}: {e.Message}");
                }
            }
        }));
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
    }

    private static async Task PrepareAsync(ShellFixture fixture, string who, int patience, int limit)
    {
        DateTime start = new(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);
        fixture.Server.Faults.Clear();
        await fixture.Server.Requests.WaitUntilIdleAsync();
        fixture.Server.Sessions.Use(Enumerable.Range(1, 35).Select(i => new SessionRecord
        {
            Id = new Guid($"00000000-0000-0000-0000-{i:D12}"),
            Name = new string('ü', 60),
            CreationTime = start.AddMinutes(i),
            State = i == 1 ? "Working" : "Stopped",
            EndTime = i == 1 ? null : start.AddHours(i),
            EventCount = 35,
        }));
        Assert.Empty(fixture.Run(
            $"$patience = {patience}; $limit = {limit}; Disconnect-RestoreServer; $attempts = 0; "

            // The patience is that of the cell, and a busy machine may need more for a logon.
            + $"do {{ Connect-RestoreServer $server {who} -SkipCertificateCheck -ApiVersion v8 -TimeoutSec $patience -MaximumRetryCount 1 -ErrorAction Ignore }} until ((Get-RestoreConnection) -or ++$attempts -ge 5); "
            + "$organization = (Get-RestoreOrganization)[0]").Errors);
        fixture.Server.Requests.Clear();
    }

    private static void Check(ShellFixture fixture, Command command, Cell cell, string[] whole)
    {
        (string place, Case @case, bool persists) = cell;
        RestoreServer server = fixture.Server;
        bool isToken = place is "token" or "refresh";
        if (place == "refresh")
        {
            server.ExpireTokens();
        }

        int skip = place switch { "middle" or "stop" => 1, "last" => command.Pages - 1, _ => 0 };
        int times = persists ? int.MaxValue : 1;
        bool IsMeant(string path) => path.EndsWith("/token", StringComparison.OrdinalIgnoreCase) == isToken;
        if (@case.Astray is not null)
        {
            Detour.Set(server.Port, request => IsMeant(request.AbsolutePath) && skip-- <= 0 && times-- > 0 ? @case.Astray : null);
        }
        else
        {
            server.Faults.Add(@case.Make(), skip: skip, times: times, when: request => IsMeant(request.Path));
        }

        Stopwatch watch = Stopwatch.StartNew();
        ShellResult result = fixture.Run($"$VerbosePreference = $DebugPreference = 'Continue'; try {{ {command.Script} }} catch {{ throw }}");
        Assert.True(watch.Elapsed < Longest, $"it took {watch.Elapsed}");
        server.Faults.Clear();
        server.Faults.Release();
        Detour.Clear(server.Port);

        string[] got = [.. result.Output.Select(o => Identify(o.BaseObject))];
        string? expected = Expected(command, place, @case, persists);
        if (expected is null)
        {
            Assert.Empty(result.Errors);
            Assert.Equal(whole, got);
        }
        else
        {
            ErrorRecord error = Assert.Single(result.Errors);
            Assert.Equal($"{expected},RestoreSessions.Commands.{command.Type}", error.FullyQualifiedErrorId);
            Assert.Contains(server.Server, error.Exception.Message, StringComparison.Ordinal);
            Assert.Matches("(Check|Try again|Run Connect|Connect |The error details|Get-RestoreSession lists|Get-RestoreSessionEvent lists|Continue to wait|Wait for it)", error.Exception.Message);
            Assert.Equal(whole.Take(got.Length), got);
            Assert.Equal(Ends(command, @case, expected), result.TerminatingError is not null);
        }

        Assert.All(
            result.Verbose.Concat(result.Errors.Select(record => record.ErrorDetails?.Message ?? record.Exception.Message)),
            text => Assert.DoesNotContain(text, c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator));
        Assert.All(server.Secrets, secret => Assert.DoesNotContain(secret, result.Everything(), StringComparison.Ordinal));
        Assert.All(result.Errors, record => Assert.Null(ObjectGraph.FindInPublic(record, server.Secrets)));
    }

    private static string? Expected(Command command, string place, Case @case, bool persists)
    {
        bool isToken = place is "token" or "refresh";
        if (command.Name == "Disconnect-RestoreServer" || @case.Error.Length == 0)
        {
            return null;
        }

        // A refused refresh is followed by a logon; a command that only reads is begun again when the renewal failed for a passing cause.
        bool isRefused = @case.Name is "401" or "403";
        bool isAlwaysRepeated = @case.Passes is Passes.All or Passes.AllButFirst;
        // A session is looked at before it is stopped.
        bool isRead = !command.IsPost || (command.Where == Places.Stop && place != "stop");
        bool passes = place switch
        {
            "token" => @case.Passes == Passes.All && !isRefused,
            "refresh" => isRefused || isAlwaysRepeated || (@case.Passes == Passes.Reads && isRead),

            // What the server says to a stop is not read.
            "stop" => isAlwaysRepeated || HasSoundHeaders(@case.Make()),
            _ => isAlwaysRepeated || (@case.Passes == Passes.Reads && isRead),
        };
        if (passes && !persists)
        {
            return place == "stop" && IsAnsweredInPlaceOfTheServer(@case.Make()) ? "RestoreSessionNotStopped" : null;
        }

        // Where no such token route is, the versions are tried: they are all there.
        string error = (isToken, @case.Name) switch
        {
            (true, "401" or "403") => "AuthenticationFailed",
            (true, "404") => command.Where == Places.Token ? "ApiVersionNotServed" : "RequestRejected",
            (false, "404") => command.Missing ?? (command.HasSession ? "RestoreSessionNotFound" : "RequestRejected"),
            _ => @case.Error,
        };
        bool isWaitedFor = command.Name == "Wait-RestoreSession" && error is "ServerUnreachable" or "RequestTimedOut" or "UnexpectedAnswer" or "ServerFailed";
        return command.Name != "Wait-RestoreSession" || !isWaitedFor ? error : persists ? "WaitTimedOut" : null;
    }

    // A failed list, and whatever takes the only server away, ends the command; a failed request for one item does not.
    private static bool Ends(Command command, Case @case, string error) => error != "WaitTimedOut"
        && (command.IsList || command.Where == Places.Token || @case.Astray is not null || error is "AuthenticationFailed" or "ApiVersionNotServed");

    // The server never learns of the stop.
    private static bool IsAnsweredInPlaceOfTheServer(Fault fault) => fault.IsRaw || fault.Code == 200;

    private static bool HasSoundHeaders(Fault fault) => fault.IsRaw
        ? fault.Body.AsSpan().StartsWith("HTTP/1.1 200"u8)
        : fault is { Code: null or 200, BreaksAfter: null or >= 0, HoldsHeaders: false };

    private static string Identify(object item) => item switch
    {
        RestoreSession session when session.Id.ToString() is WorkingId or StoppedId || session.State == "Stopped" => session.Id.ToString(),
        RestoreSession => "a new session",
        RestoreSessionEvent e => e.Id.ToString(),
        RestoreOrganization organization => organization.Id.ToString(),
        RestoreSessionStatistics statistics => statistics.SessionId.ToString(),
        object other => other.ToString()!,
    };

    private static Dictionary<string, string> Header(string name, string value) => new() { [name] = value };

    private static class Places
    {
        public static readonly string[] Token = ["token"];
        public static readonly string[] Single = ["first", "refresh"];
        public static readonly string[] Stop = ["first", "refresh", "stop"];
        public static readonly string[] Pages = ["first", "refresh", "middle", "last"];
        public static readonly string[] FewPages = ["first", "refresh", "last"];
        public static readonly string[] Logout = ["first"];
    }

    private sealed record Command(string Name, string Script, string[] Where, bool HasSession = false, bool IsPost = false)
    {
        public string Type { get; } = Name.Split(' ')[0].Replace("-", "", StringComparison.Ordinal) + "Command";

        /// <summary>The credential of who is connected.</summary>
        public string Who { get; init; } = "$credential";

        /// <summary>Whether it lists what a server has.</summary>
        public bool IsList { get; init; }

        /// <summary>The error where what the path names is not there, and it is no session.</summary>
        public string? Missing { get; init; }

        /// <summary>Requests that the listing takes, at ten items a page: 35 sessions or events, 5 organizations at three.</summary>
        public int Pages => Where.Length == 4 ? 4 : 1;
    }

    private sealed record Case(string Name, Func<Fault> Make, string Error, Passes Passes = Passes.Never, Uri? Astray = null);

    private sealed record Cell(string Place, Case Case, bool Persists)
    {
        /// <summary>Seconds after which a silent server is given up.</summary>
        public int Patience => Case.Error == "RequestTimedOut" ? 2 : LongPatience;

        /// <summary>Seconds after which a wait for a session is.</summary>
        public int Limit => Persists ? 3 : LongLimit;
    }
}
