using System.Collections.Concurrent;
using System.Management.Automation;
using FakeServer;
using HostedShell;
using Xunit;
using Xunit.Sdk;

namespace RestoreSessions.Tests.Hosted;

/// <summary>One bad item among many: every command that takes several, every way in which a request for one can fail, the first, a middle and the last item, one and two servers.</summary>
/// <remarks>Each cell: what came is everything but the bad item, by value and in order; there is one error, which names that item and ends nothing.</remarks>
public sealed class ReachMatrixTests
{
    private const int Items = 20;
    private const int Fixtures = 8;
    private const int LongPatience = 60;

    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    private static readonly Command[] Commands =
    [
        new("Get-RestoreSession", "$s | Get-RestoreSession", ""),
        new("Get-RestoreSessionEvent", "$s | Get-RestoreSessionEvent", "/Events"),
        new("Get-RestoreSessionEvent -EventId", "$s | ForEach-Object { $_ | Get-RestoreSessionEvent -EventId $eventOf[$_.Id] }", "/Events/") { Missing = "RestoreSessionEventNotFound" },
        new("Get-RestoreSessionStatistics", "$s | Get-RestoreSessionStatistics", "/Statistics"),
        new("Get-RestoreOrganization", "$s | Get-RestoreOrganization", "/organization"),
        new("Stop-RestoreSession", "$s | Stop-RestoreSession -Confirm:$false -PassThru", "") { IsFirstGet = true },
        new("Export-RestoreSessionReport", Report, "/Events"),
        new("Export-RestoreSessionAudit", Audit, "/Events"),
    ];

    private const string Report = """
        $path = [IO.Path]::Combine([IO.Path]::GetTempPath(), [guid]::NewGuid().ToString())
        try { $s | Export-RestoreSessionReport $path -IncludeEvent; [regex]::Matches([IO.File]::ReadAllText($path), '(?<=>Item )[^<]+').Value } finally { [IO.File]::Delete($path) }
        """;

    // Servers answer at the same time, and so the order is made.
    private const string Audit = """
        $path = [IO.Path]::Combine([IO.Path]::GetTempPath(), [guid]::NewGuid().ToString())
        try { Export-RestoreSessionAudit $path -PassThru | Sort-Object Server, Id } finally { '', '.state', '.state.new', '.lock' | ForEach-Object { [IO.File]::Delete("$path$_") } }
        """;

    private static readonly Case[] Cases =
    [
        new("silence", Fault.StallHeaders, "RequestTimedOut") { Patience = 4 },
        new("silence within the body", () => Fault.StallBody(20), "RequestTimedOut") { Patience = 4 },
        new("no JSON", Fault.Html, "UnexpectedAnswer"),
        new("broken connection", Fault.Reset, "ServerUnreachable"),
        new("broken within the body", () => Fault.CutBody(20), "UnexpectedAnswer"),
        new("403", () => Fault.Status(403), "AccessDenied"),
        new("404", () => Fault.Status(404), "RestoreSessionNotFound"),
        new("409", () => Fault.Status(409), "RequestRejected"),
        new("429", () => Fault.Status(429), "ServerFailed"),
        new("500", () => Fault.Status(500), "ServerFailed"),
        new("503", () => Fault.Status(503), "ServerFailed"),
    ];

    public static TheoryData<string, int> Rows
    {
        get
        {
            TheoryData<string, int> rows = [];
            foreach (Command command in Commands)
            {
                rows.Add(command.Name, 1);
                rows.Add(command.Name, 2);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task one_bad_item_is_one_error_that_names_it_and_all_others_come(string name, int servers)
    {
        Command command = Commands.Single(c => c.Name == name);
        ConcurrentQueue<(Case Case, int Bad)> cells = new(Cases.SelectMany(@case => new[] { 0, Items / 2, Items - 1 }.Select(bad => (@case, bad))));
        ConcurrentBag<string> wrong = [];

        // Most of the time is spent waiting for a time-out: several fixtures at once.
        await Task.WhenAll(Enumerable.Range(0, Fixtures).Select(async number =>
        {
            await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
            await using RestoreServer other = await RestoreServer.StartAsync();
            while (cells.TryDequeue(out (Case Case, int Bad) cell))
            {
                try
                {
                    await Task.Run(() => Check(fixture, servers == 2 ? other : null, command, cell.Case, cell.Bad));
                }
                catch (XunitException e)
                {
                    wrong.Add($"{cell.Case.Name}, item {cell.Bad}: {e.Message}");
                }
            }
        }));
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
    }

    private static void Check(ShellFixture fixture, RestoreServer? other, Command command, Case @case, int bad)
    {
        List<(RestoreServer Server, Guid Id)> items = Prepare(fixture, other, @case.Patience);
        string[] whole = [.. fixture.Run(command.Script).As<object>().Select(Describe)];
        Prepare(fixture, other, @case.Patience);
        (RestoreServer server, Guid id) = items[bad];
        string path = $"/{id}{command.Path}";
        server.Faults.Add(
            @case.Make(), path, times: int.MaxValue,
            when: request => command.Path.Length > 0 || (request.Path.EndsWith(path, StringComparison.OrdinalIgnoreCase) && (!command.IsFirstGet || request.Method == "GET")));
        // What ends a command ends the script, too, where something catches it.
        ShellResult result = fixture.Run($"try {{ {command.Script} }} catch {{ throw }}");
        server.Faults.Clear();
        server.Faults.Release();

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Null(result.TerminatingError);
        string expected = @case.Error == "RestoreSessionNotFound" ? command.Missing : @case.Error;
        Assert.Equal($"{expected},RestoreSessions.Commands.{command.Type}", error.FullyQualifiedErrorId);
        Assert.Equal(id, error.TargetObject is RestoreSession session ? session.Id : (Guid)error.TargetObject);
        Assert.Contains(id.ToString(), error.Exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(server.Server, error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(whole.Where(item => !item.Contains(id.ToString(), StringComparison.OrdinalIgnoreCase)), result.Output.Select(item => Describe(item.BaseObject)));
        if (command.IsFirstGet)
        {
            Assert.DoesNotContain(server.Requests, request => request.Method == "POST" && request.Path.Contains(id.ToString(), StringComparison.OrdinalIgnoreCase));
        }
    }

    // With two servers, every second session is of the other one.
    private static List<(RestoreServer Server, Guid Id)> Prepare(ShellFixture fixture, RestoreServer? other, int patience)
    {
        RestoreServer[] servers = other is null ? [fixture.Server] : [fixture.Server, other];
        List<(RestoreServer Server, Guid Id)> items = [];
        foreach (RestoreServer server in servers)
        {
            server.Faults.Clear();
        }

        foreach (RestoreServer server in servers)
        {
            SessionRecord[] own = [.. Enumerable.Range(0, Items).Where(i => servers[i % servers.Length] == server).Select(i => new SessionRecord
            {
                Id = new Guid($"00000000-0000-0000-0001-{i:D12}"),
                CreationTime = Start.AddMinutes(i),
                State = "Working",
                EventCount = 2,
                ItemName = $"Item 00000000-0000-0000-0001-{i:D12}",
                Organization = $"00000000-0000-0000-0001-{i:D12}.onmicrosoft.com",
                InitiatedBy = $@"VBO\{i}",
            })];
            server.Sessions.Use(own);
            server.Organizations.Use(own.Select(session => new OrganizationRecord { Id = session.Id, Name = session.Organization }));
            items.AddRange(own.Select(session => (server, session.Id)));
        }

        string names = string.Join(", ", servers.Select(server => $"'{server.Server}'"));
        Assert.Null(fixture.Run(
            $"Disconnect-RestoreServer; Connect-RestoreServer {names} $credential -SkipCertificateCheck -ApiVersion v8 -MaximumRetryCount 0 -TimeoutSec {patience}; "
            + "$s = Get-RestoreSession | Sort-Object CreationTime; $eventOf = @{}; $s | Get-RestoreSessionEvent | ForEach-Object { $eventOf[$_.SessionId] = $_.Id }").ErrorId);
        foreach (RestoreServer server in servers)
        {
            server.Requests.Clear();
        }

        return [.. items.OrderBy(item => item.Id)];
    }

    // All that a user sees of an object.
    private static string Describe(object item) => item is string text ? text : string.Join(
        '|',
        item.GetType().GetProperties().Where(property => property.Name is not ("Connection" or "ETag" or "Session" or "EndTime" or "EndTimeUtc" or "DurationSeconds")).Select(property => $"{property.Name}={property.GetValue(item)}"));

    private sealed record Command(string Name, string Script, string Path)
    {
        public string Type { get; } = Name.Split(' ')[0].Replace("-", "", StringComparison.Ordinal) + "Command";

        /// <summary>The error where what the path names is not there.</summary>
        public string Missing { get; init; } = "RestoreSessionNotFound";

        /// <summary>Whether it looks before it acts, and that look fails.</summary>
        public bool IsFirstGet { get; init; }
    }

    private sealed record Case(string Name, Func<Fault> Make, string Error)
    {
        /// <summary>Seconds after which a silent server is given up.</summary>
        public int Patience { get; init; } = LongPatience;
    }
}
