using System.Diagnostics;
using System.Text.Json;
using FakeServer;
using HostedShell;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Audit;

/// <summary>What could go missing between runs, or come twice: sessions that go and come back, an earlier period that is interrupted, other trails beside this one, a lost state.</summary>
public sealed class AuditLossTests : IDisposable
{
    private const string Id = ",RestoreSessions.Commands.ExportRestoreSessionAuditCommand";

    private static readonly DateTime Now = DateTime.UtcNow;

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["restores.jsonl"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("<html><body>404 Not Found nginx</body></html>", "text/html")]
    [InlineData("""{"message":"not found"}""", "application/json")]
    public async Task a_proxy_that_answers_404_for_some_runs_costs_nothing(string body, string type)
    {
        await using ShellFixture fixture = await OpenAsync();
        Add(fixture.Server, "Stopped", Now.AddHours(-2), 3);
        SessionRecord working = Add(fixture.Server, "Working", Now.AddHours(-3), 3);
        SessionRecord old = Add(fixture.Server, "Working", Now.AddDays(-3), 3);
        Assert.Null(Run(fixture).ErrorId);
        fixture.Server.Faults.Add(Fault.Status(404, body, type), "RestoreSessions", times: int.MaxValue);
        for (int run = 0; run < 3; run++)
        {
            ShellResult down = Run(fixture);
            Assert.NotEmpty(down.Errors);
            Assert.Empty(down.Warnings);
        }

        fixture.Server.Faults.Clear();
        fixture.Server.Sessions.Replace(old with { EventCount = 9 });
        fixture.Server.Sessions.Replace(working with { EventCount = 9 });
        await AssertWholeAsync(fixture);
    }

    [Fact]
    public async Task sessions_that_an_account_does_not_see_for_some_runs_go_on_when_it_sees_them_again()
    {
        await using ShellFixture fixture = await OpenAsync();
        SessionRecord recent = Add(fixture.Server, "Stopped", Now.AddHours(-2), 3);
        SessionRecord old = Add(fixture.Server, "Working", Now.AddDays(-3), 3);
        Assert.Null(Run(fixture).ErrorId);
        fixture.Server.Sessions.Remove(recent.Id);
        fixture.Server.Sessions.Remove(old.Id);
        Assert.Equal(["RestoreSessionNotFound", "RestoreSessionNotFound"], Run(fixture).Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        ShellResult gone = Run(fixture);
        Assert.Null(gone.ErrorId);
        Assert.Equal(2, gone.Warnings.Count);
        for (int run = 0; run < 2; run++)
        {
            ShellResult quiet = Run(fixture);
            Assert.Null(quiet.ErrorId);
            Assert.Empty(quiet.Warnings);
        }

        fixture.Server.Sessions.Add(recent);
        fixture.Server.Sessions.Add(old with { EventCount = 9, State = "Stopped", EndTime = Now.AddMinutes(-20) });
        Assert.Null(Run(fixture).ErrorId);
        IReadOnlyList<JsonElement> lines = Trail.Read(Path);
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines.Where(line => line.Text("SessionId") != old.Id.ToString()), fixture.Server, which: session => session.Id != old.Id);

        // The one that was running when the session went away was written as it was then.
        Assert.Equal(9, lines.Count(line => line.Text("SessionId") == old.Id.ToString() && line.Text("Record") == "Event"));
        Assert.Single(lines, line => line.Text("SessionId") == old.Id.ToString() && line.Text("Record") == "Session");
    }

    [Fact]
    public async Task what_a_session_had_shown_is_written_when_it_goes_away()
    {
        await using ShellFixture fixture = await OpenAsync();
        SessionRecord session = Add(fixture.Server, "Working", Now.AddHours(-2), 3);
        Assert.Null(Run(fixture).ErrorId);
        Assert.Equal(["Opened", "Event", "Event"], Records());
        fixture.Server.Sessions.Remove(session.Id);
        Assert.Equal("RestoreSessionNotFound" + Id, Run(fixture).ErrorId);
        Assert.Equal(["Opened", "Event", "Event"], Records());
        Assert.Contains("any more. What it had shown of the session is in the file.", Assert.Single(Run(fixture).Warnings), StringComparison.Ordinal);
        Assert.Equal(["Opened", "Event", "Event", "Event"], Records());
        JsonElement last = Trail.Read(Path)[^1];
        Assert.Equal(("Running", 4L, session.Id.ToString()), (last.Text("Status"), last.GetProperty("Number").GetInt64(), last.Text("SessionId")));
        Assert.Null(Run(fixture).ErrorId);
        Trail.AssertNumbered(Trail.Read(Path));
        Assert.Equal(4, Trail.Read(Path).Count);
    }

    [Theory]
    [InlineData("Stopped", "Session")]
    [InlineData("Working", "Opened")]
    public async Task a_session_that_was_listed_and_then_deleted_has_the_line_that_the_list_gave(string state, string record)
    {
        await using ShellFixture fixture = await OpenAsync();
        SessionRecord session = Add(fixture.Server, state, Now.AddDays(-30), 3);
        fixture.Server.Requests.Watch = request =>
        {
            if (request.Path.Contains("Events", StringComparison.Ordinal))
            {
                fixture.Server.Sessions.Remove(session.Id);
            }
        };
        Assert.Equal("RestoreSessionNotFound" + Id, Run(fixture).ErrorId);
        Assert.Equal("RestoreSessionNotFound" + Id, Run(fixture).ErrorId);
        Assert.Single(Run(fixture).Warnings);
        JsonElement line = Assert.Single(Trail.Read(Path));
        Assert.Equal((record, session.Id.ToString(), session.InitiatedBy, 1L), (line.Text("Record"), line.Text("SessionId"), line.Text("InitiatedBy"), line.GetProperty("Number").GetInt64()));
        Assert.Null(Run(fixture).ErrorId);
        Assert.Single(Trail.Read(Path));
    }

    [Fact]
    public async Task events_that_answer_404_while_their_session_is_there_are_read_when_they_are_there_again()
    {
        await using ShellFixture fixture = await OpenAsync();
        SessionRecord session = Add(fixture.Server, "Stopped", Now.AddDays(-5), 3);
        fixture.Server.Faults.Add(Fault.Status(404), "Events", times: int.MaxValue);
        for (int run = 0; run < 4; run++)
        {
            ShellResult result = Run(fixture);
            Assert.Equal(("RestoreSessionNotFound" + Id, session.Id), (result.ErrorId, result.Errors[0].TargetObject));
            Assert.Empty(result.Warnings);
        }

        fixture.Server.Faults.Clear();
        await AssertWholeAsync(fixture);
    }

    [Fact]
    public async Task an_earlier_start_that_is_interrupted_is_made_up_for_by_later_runs_without_it()
    {
        await using ShellFixture fixture = await OpenAsync();
        for (int i = 0; i < 8; i++)
        {
            Add(fixture.Server, "Stopped", Now.AddDays((-100 * i) - 2), 2);
        }

        Assert.Null(Run(fixture, $"-StartTimeFrom {Now.AddDays(-150):s}Z").ErrorId);
        int lists = 0;
        fixture.Server.Faults.Add(Fault.Status(500), "RestoreSessions", times: int.MaxValue, when: request => request.Path.EndsWith("RestoreSessions", StringComparison.OrdinalIgnoreCase) && ++lists > 2);
        ShellResult broken = Run(fixture, $"-StartTimeFrom {Now.AddDays(-650):s}Z");
        Assert.Equal("ServerFailed" + Id, broken.ErrorId);
        Assert.Matches($"Its events from {Now.AddDays(-650):s}Z to \\d{{4}}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ are missing from the file, and the next run reads them\\.$", broken.Errors[0].ErrorDetails.Message);
        fixture.Server.Faults.Clear();
        Assert.Null(Run(fixture).ErrorId);
        IReadOnlyList<JsonElement> lines = Trail.Read(Path);
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines, fixture.Server, which: session => session.CreationTime > Now.AddDays(-650));
        fixture.Server.Requests.Clear();
        Assert.Null(Run(fixture).ErrorId);
        Assert.Single(fixture.Server.Requests, request => request.Path.EndsWith("RestoreSessions", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task a_session_that_makes_no_sense_is_one_error_in_each_run_and_stops_nothing()
    {
        await using ShellFixture fixture = await OpenAsync();
        Add(fixture.Server, "Stopped", Now.AddDays(-300), 2);
        SessionRecord broken = new() { CreationTime = Now.AddDays(-25), EndTime = Now.AddDays(-25), EventCount = 1 };
        fixture.Server.Sessions.Add(broken with { Raw = $$"""{"id":"{{broken.Id}}","name":"x","creationTime":null}""" });
        Add(fixture.Server, "Stopped", Now.AddHours(-2), 3);
        for (int run = 0; run < 3; run++)
        {
            ShellResult result = Run(fixture);
            Assert.Equal(("UnexpectedAnswer" + Id, broken.Id), (result.ErrorId, result.Errors[0].TargetObject));
            await Trail.AssertTellsAllAsync(Trail.Read(Path), fixture.Server, which: session => session.Id != broken.Id);
        }

        fixture.Server.Sessions.Replace(broken);
        await AssertWholeAsync(fixture);
    }

    [Theory]
    [InlineData("audit", "audit-all")]
    [InlineData("audit.jsonl", "audit.jsonl.dr")]
    public async Task the_lines_of_another_trail_beside_this_one_do_not_count(string own, string other)
    {
        await using ShellFixture fixture = await OpenAsync(new ServerOptions { SessionCount = 40, Anchor = Now.AddHours(-1) });
        Assert.Null(Run(fixture, path: _folder[other]).ErrorId);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $tenant -CertificateThumbprint $thumbprint").ErrorId);
        Assert.Null(Run(fixture, path: _folder[own]).ErrorId);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint").ErrorId);
        File.Move(_folder[other], _folder[other + ".1"]);
        Assert.Null(Run(fixture, path: _folder[own]).ErrorId);
        await Trail.AssertTellsAllAsync(Trail.Read(_folder[own]), fixture.Server);
        Trail.AssertNumbered(Trail.Read(_folder[own]));
        File.Delete(_folder[own + ".state"]);
        Assert.Null(Run(fixture, path: _folder[own]).ErrorId);
        await Trail.AssertTellsAllAsync(Trail.Read(_folder[own]), fixture.Server);
    }

    [Fact]
    public async Task two_accounts_of_a_server_in_one_command_write_each_line_once()
    {
        await using ShellFixture fixture = await OpenAsync(new ServerOptions { SessionCount = 60, Anchor = Now.AddDays(-3) });
        using Shell shell = new(new ShellOptions
        {
            Variables = new Dictionary<string, object?> { ["server"] = fixture.Server.Server, ["tenant"] = fixture.Shell.Runspace.SessionStateProxy.GetVariable("tenant") },
        });
        RestoreConnection other = shell.Run("Connect-RestoreServer $server $tenant -SkipCertificateCheck -ApiVersion v8 -PassThru").One<RestoreConnection>();
        fixture.Shell.Runspace.SessionStateProxy.SetVariable("other", other);
        Assert.Null(Run(fixture, "-Connection (Get-RestoreConnection), $other").ErrorId);
        await AssertWholeAsync(fixture);
    }

    [Fact]
    public async Task a_state_that_is_lost_after_the_file_was_renamed_doubles_nothing()
    {
        await using ShellFixture fixture = await OpenAsync();
        Add(fixture.Server, "Working", Now.AddDays(-5), 3);
        for (int i = 1; i < 7; i++)
        {
            Add(fixture.Server, "Stopped", Now.AddHours(-10 * i), 2);
        }

        Assert.Null(Run(fixture).ErrorId);
        File.Move(Path, Path + ".1");
        File.Delete(Path + ".state");
        Add(fixture.Server, "Stopped", Now.AddHours(-1), 2);
        Assert.Null(Run(fixture).ErrorId);
        IReadOnlyList<JsonElement> lines = Trail.Read(Path + ".1", Path);
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines, fixture.Server);
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("half")]
    [InlineData("cut")]
    public async Task a_session_that_cannot_be_read_right_after_a_loss_is_not_written_again(string what)
    {
        await using ShellFixture fixture = await OpenAsync();
        SessionRecord session = Add(fixture.Server, "Stopped", Now.AddHours(-100), 3);
        Add(fixture.Server, "Stopped", Now.AddHours(-50), 2);
        Assert.Null(Run(fixture).ErrorId);
        switch (what)
        {
            case "lost":
                File.Delete(Path + ".state");
                break;
            case "half":
                string state = await File.ReadAllTextAsync(Path + ".state", TestContext.Current.CancellationToken);
                await File.WriteAllTextAsync(Path + ".state", state[..(state.Length / 2)], TestContext.Current.CancellationToken);
                break;
            default:
                Cut(1);
                break;
        }

        fixture.Server.Faults.Add(Fault.Status(500), $"{session.Id}/Events");
        Assert.Equal("ServerFailed" + Id, Run(fixture).ErrorId);
        Assert.Null(Run(fixture).ErrorId);
        IReadOnlyList<JsonElement> lines = Trail.Read(Path);
        Assert.Equal(lines.Count, lines.Select(line => line.Key()).Distinct().Count());
        await Trail.AssertTellsAllAsync(lines, fixture.Server);
    }

    [Fact]
    public async Task after_the_loss_of_the_state_an_earlier_start_doubles_nothing()
    {
        await using ShellFixture fixture = await OpenAsync();
        AddApart(fixture.Server, 5);
        Assert.Null(Run(fixture).ErrorId);
        File.Delete(Path + ".state");
        Assert.Null(Run(fixture, $"-StartTimeFrom {Now.AddDays(-60):s}Z").ErrorId);
        Assert.Null(Run(fixture, $"-StartTimeFrom {Now.AddDays(-600):s}Z").ErrorId);
        await AssertWholeAsync(fixture);
    }

    [Fact]
    public async Task an_account_that_loses_sight_of_a_session_takes_nothing_from_one_that_sees_it()
    {
        await using ShellFixture fixture = await OpenAsync();
        SessionRecord session = Add(fixture.Server, "Working", Now.AddHours(-2), 3);
        fixture.Server.Sessions.Replace(session with { Organization = fixture.Server.Options.Tenant.Organization! });
        Assert.Null(Run(fixture).ErrorId);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $tenant -CertificateThumbprint $thumbprint -MaximumRetryCount 0").ErrorId);
        Assert.Null(Run(fixture).ErrorId);
        fixture.Server.Sessions.Replace(session with { Organization = "other.onmicrosoft.com" });
        Assert.Equal("RestoreSessionNotFound" + Id, Run(fixture).ErrorId);
        Assert.Empty(Run(fixture).Warnings);
        fixture.Server.Sessions.Replace(session with { State = "Stopped", EndTime = Now.AddMinutes(-30) });
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint").ErrorId);
        await AssertWholeAsync(fixture);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_stop_that_was_seen_is_written_although_the_session_goes_before_its_events_are_read(bool isReadFirst)
    {
        await using ShellFixture fixture = await OpenAsync();
        SessionRecord session = Add(fixture.Server, "Working", Now.AddHours(-2), 3);
        if (isReadFirst)
        {
            Assert.Null(Run(fixture).ErrorId);
        }

        fixture.Server.Faults.Add(Fault.Status(403), "Events", times: int.MaxValue);
        Assert.Equal("AccessDenied" + Id, Run(fixture).ErrorId);
        fixture.Server.Sessions.Replace(session with { State = "Stopped", Result = "Failed", EndTime = Now.AddMinutes(-30) });
        Assert.Equal("AccessDenied" + Id, Run(fixture).ErrorId);
        fixture.Server.Sessions.Remove(session.Id);
        Assert.NotNull(Run(fixture).ErrorId);
        Assert.Single(Run(fixture).Warnings);
        Assert.Equal(isReadFirst ? ["Opened", "Event", "Event", "Event", "Session"] : ["Session"], Records());
        Assert.Equal(("Stopped", "Failed"), (Trail.Read(Path)[^1].Text("State"), Trail.Read(Path)[^1].Text("Result")));
        Trail.AssertNumbered(Trail.Read(Path));
    }

    [Fact]
    public async Task what_an_earlier_start_wrote_after_a_rotation_is_read_again_where_the_file_was_cut()
    {
        await using ShellFixture fixture = await OpenAsync();
        AddApart(fixture.Server, 8);
        SessionRecord working = Add(fixture.Server, "Working", Now.AddDays(-140), 3);
        Assert.Null(Run(fixture, $"-StartTimeFrom {Now.AddDays(-110):s}Z").ErrorId);
        File.Move(Path, Path + ".1");
        Assert.Null(Run(fixture).ErrorId);
        Assert.Null(Run(fixture, $"-StartTimeFrom {Now.AddDays(-600):s}Z").ErrorId);
        Cut(3);
        Assert.Contains("What is missing is read from the servers again", Assert.Single(Run(fixture).Warnings), StringComparison.Ordinal);
        fixture.Server.Sessions.Replace(working with { State = "Stopped", EndTime = Now.AddMinutes(-30) });
        Assert.Null(Run(fixture).ErrorId);
        await Trail.AssertTellsAllAsync(Trail.Read(Path + ".1", Path), fixture.Server);
    }

    [Fact]
    public async Task an_earlier_start_is_known_before_the_first_request_of_its_run()
    {
        await using ShellFixture fixture = await OpenAsync();
        AddApart(fixture.Server, 8);
        Assert.Null(Run(fixture, $"-StartTimeFrom {Now.AddDays(-110):s}Z").ErrorId);
        fixture.Server.Requests.Watch = _ =>
        {
            if (!File.Exists(_folder["state"]))
            {
                File.Copy(Path + ".state", _folder["state"]);
            }
        };
        string before = await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken);
        Run(fixture, $"-StartTimeFrom {Now.AddDays(-600):s}Z");
        fixture.Server.Requests.Watch = null;

        // As a kill at the first request would have left it.
        await File.WriteAllTextAsync(Path, before, TestContext.Current.CancellationToken);
        File.Copy(_folder["state"], Path + ".state", overwrite: true);
        await AssertWholeAsync(fixture);
    }

    [Fact]
    public async Task a_pipe_beside_the_trail_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows keeps pipes in a folder of their own.");
        await using ShellFixture fixture = await OpenAsync(new ServerOptions { SessionCount = 5, Anchor = Now.AddHours(-1) });
        using (Process made = Process.Start("mkfifo", Path + ".pipe"))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Null(Run(fixture).ErrorId);
        File.Delete(Path + ".state");
        await AssertWholeAsync(fixture);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-WhatIf")]
    public async Task a_file_that_is_no_trail_is_refused_whatever_is_asked(string more)
    {
        await using ShellFixture fixture = await OpenAsync();
        await File.WriteAllTextAsync(Path, "precious", TestContext.Current.CancellationToken);
        ShellResult result = Run(fixture, more);
        Assert.Equal("AuditNotRecognized" + Id, result.ErrorId);
        Assert.DoesNotContain(fixture.Server.Requests, request => request.Path.Contains("Events", StringComparison.Ordinal));
        Assert.Equal("precious", await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken));
    }

    private static Task<ShellFixture> OpenAsync(ServerOptions? options = null) => ShellFixture.ConnectAsync("-ApiVersion v8 -MaximumRetryCount 0", options ?? new ServerOptions { SessionCount = 0 });

    private static SessionRecord Add(RestoreServer server, string state, DateTime start, int events)
    {
        SessionRecord session = new() { State = state, CreationTime = start, EndTime = state == "Stopped" ? start.AddMinutes(5) : null, EventCount = events, Name = "Exchange restore" };
        server.Sessions.Add(session);
        return session;
    }

    private static void AddApart(RestoreServer server, int sessions)
    {
        for (int i = 0; i < sessions; i++)
        {
            Add(server, "Stopped", Now.AddDays((-50 * i) - 2), 2);
        }
    }

    private void Cut(int lines) => File.WriteAllText(Path, string.Concat(File.ReadAllLines(Path).SkipLast(lines).Select(line => line + "\n")));

    private ShellResult Run(ShellFixture fixture, string more = "", string? path = null) => fixture.Run($"Export-RestoreSessionAudit '{path ?? Path}' {more}");

    private async Task AssertWholeAsync(ShellFixture fixture)
    {
        Assert.Null(Run(fixture).ErrorId);
        IReadOnlyList<JsonElement> lines = Trail.Read(Path);
        Trail.AssertNumbered(lines);
        await Trail.AssertTellsAllAsync(lines, fixture.Server);
    }

    private IEnumerable<string> Records() => Trail.Read(Path).Select(line => line.Text("Record"));
}
