using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Many sessions in one command: several are asked for at once, and what comes back stands in their order.</summary>
public sealed class SideBySideTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string> Commands => ["Get-RestoreSession", "Get-RestoreSessionEvent", "Get-RestoreSessionStatistics"];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task answers_that_come_in_another_order_are_written_in_the_order_of_the_sessions(string command)
    {
        await using ShellFixture fixture = await OpenAsync(20);
        Guid slow = fixture.Server.Sessions[1].Id;
        fixture.Server.Faults.Add(Fault.StallHeaders(), slow.ToString(), times: 1);
        using Invocation invocation = fixture.Shell.Begin($"$s | {command}");
        await fixture.Server.Faults.WaitUntilStalledAsync();

        // The others are asked for meanwhile, as many as may be at once.
        SpinWait.SpinUntil(() => Asked(fixture).Count(id => id != slow) >= 7, TimeSpan.FromSeconds(60));
        fixture.Server.Faults.Release();
        ShellResult result = invocation.Wait();
        Assert.Null(result.ErrorId);
        Assert.Equal(fixture.Server.Sessions.AllIds(), Owners(result).Distinct());
        Assert.Equal(command == "Get-RestoreSessionEvent" ? 40 : 20, result.Output.Count);
    }

    [Theory]
    [InlineData("the first")]
    [InlineData("one that comes late")]
    public async Task what_happened_in_a_session_is_written_before_the_next_session_comes(string which)
    {
        await using ShellFixture fixture = await OpenAsync(3);
        using ManualResetEventSlim next = new();
        int before = which == "the first" ? 2 : 4;
        fixture.Shell.Runspace.SessionStateProxy.SetVariable("next", next);
        string pause = which == "the first" ? "" : "$s[0]; Start-Sleep -Milliseconds 400; ";
        using Invocation invocation = fixture.Shell.Begin($"& {{ {pause}$s[1]; $null = $next.Wait(60000); $s[2] }} | Get-RestoreSessionEvent");
        await invocation.WaitForOutputAsync(before);
        next.Set();
        Assert.Equal(before + 2, invocation.Wait().Output.Count);
    }

    [Fact]
    public async Task no_more_sessions_are_begun_than_the_pipeline_can_soon_take()
    {
        await using ShellFixture fixture = await OpenAsync(300);
        fixture.Server.Faults.Add(Fault.StallHeaders(), fixture.Server.Sessions[0].Id.ToString(), times: 1);
        using Invocation stalled = fixture.Shell.Begin("Get-RestoreSessionEvent $s");
        await fixture.Server.Faults.WaitUntilStalledAsync();
        SpinWait.SpinUntil(() => Asked(fixture).Count >= 64, TimeSpan.FromSeconds(60));
        Assert.Equal(64, Asked(fixture).Count);
        fixture.Server.Faults.Release();
        Assert.Equal(600, stalled.Wait().Output.Count);
    }

    [Fact]
    public async Task a_session_with_many_events_is_written_as_it_arrives_and_keeps_no_other_from_its_place()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Sessions.Use(Enumerable.Range(0, 30).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), EndTime = Start.AddMinutes(i + 1), EventCount = i == 0 ? 0 : 2_000 }));
        Assert.Null(fixture.Run("$s = Get-RestoreSession").ErrorId);
        fixture.Server.Faults.Add(Fault.StallHeaders(), fixture.Server.Sessions[0].Id.ToString(), times: 1);
        using Invocation invocation = fixture.Shell.Begin("$s | Get-RestoreSessionEvent");
        await fixture.Server.Faults.WaitUntilStalledAsync();
        fixture.Server.Faults.Release();
        ShellResult result = invocation.Wait();
        Assert.Equal(29 * 2_000, result.Output.Count);
        Assert.Equal(fixture.Server.Sessions.AllIds().Skip(1), Owners(result).Distinct());
    }

    private static async Task<ShellFixture> OpenAsync(int sessions)
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Sessions.Use(Enumerable.Range(0, sessions).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), EndTime = Start.AddMinutes(i + 1), EventCount = 2 }));
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v8; $s = @(Get-RestoreSession | Sort-Object CreationTime)").ErrorId);
        fixture.Server.Requests.Clear();
        return fixture;
    }

    private static IReadOnlyCollection<Guid> Asked(ShellFixture fixture) =>
        [.. fixture.Server.Requests.Select(r => fixture.Server.Sessions.AllIds().FirstOrDefault(id => r.Path.Contains(id.ToString(), StringComparison.OrdinalIgnoreCase))).Distinct()];

    private static IEnumerable<Guid> Owners(ShellResult result) => result.Output.Select(read => read.BaseObject switch
    {
        RestoreSession session => session.Id,
        RestoreSessionEvent happened => happened.SessionId,
        RestoreSessionStatistics statistics => statistics.SessionId,
        _ => Guid.Empty,
    });
}
