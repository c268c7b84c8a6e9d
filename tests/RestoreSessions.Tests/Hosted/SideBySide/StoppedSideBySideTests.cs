using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A command on many sessions that ends before its work does leaves no request behind.</summary>
public sealed class StoppedSideBySideTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string> Commands => ["Get-RestoreSession", "Get-RestoreSessionEvent", "Get-RestoreSessionStatistics", "Wait-RestoreSession"];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task ctrl_c_ends_every_request_that_is_under_way(string command)
    {
        await using ShellFixture fixture = await OpenAsync();
        fixture.Server.Faults.Add(Fault.StallHeaders(), times: int.MaxValue);
        using Invocation invocation = fixture.Shell.Begin($"$s | {command}");
        Assert.True(SpinWait.SpinUntil(() => fixture.Server.Requests.Count == 12, TimeSpan.FromSeconds(60)), $"{fixture.Server.Requests.Count}");
        invocation.Stop();

        // Nobody releases them: they end because the client leaves.
        await fixture.Server.Requests.WaitUntilIdleAsync();
        Assert.Equal(12, fixture.Server.Requests.Count(request => request.IsAborted));
        ShellResult result = invocation.Wait();
        Assert.Empty(result.Output);
        Assert.Empty(result.Errors);
    }

    [Theory]
    [InlineData("Get-RestoreSession")]
    [InlineData("Get-RestoreSessionEvent")]
    [InlineData("Get-RestoreSessionStatistics")]
    public async Task select_object_first_ends_those_that_are_not_needed(string command)
    {
        await using ShellFixture fixture = await OpenAsync();
        Guid first = fixture.Server.Sessions[0].Id;
        fixture.Server.Faults.Add(Fault.StallHeaders(), times: int.MaxValue, when: request => !request.Path.Contains(first.ToString(), StringComparison.OrdinalIgnoreCase));
        ShellResult result = fixture.Run($"$s | {command} | Select-Object -First 1");
        Assert.Equal(first, Assert.Single(result.Output).BaseObject switch
        {
            RestoreSession session => session.Id,
            RestoreSessionEvent happened => happened.SessionId,
            object other => ((RestoreSessionStatistics)other).SessionId,
        });
        await fixture.Server.Requests.WaitUntilIdleAsync();
        Assert.All(fixture.Server.Requests.Where(request => !request.Path.Contains(first.ToString(), StringComparison.OrdinalIgnoreCase)), request => Assert.True(request.IsAborted));
    }

    [Theory]
    [InlineData("Get-RestoreSession")]
    [InlineData("Get-RestoreSessionEvent")]
    [InlineData("Get-RestoreSessionStatistics")]
    public async Task an_error_later_in_the_pipeline_ends_those_that_are_under_way(string command)
    {
        await using ShellFixture fixture = await OpenAsync();
        Guid first = fixture.Server.Sessions[0].Id;
        fixture.Server.Faults.Add(Fault.StallHeaders(), times: int.MaxValue, when: request => !request.Path.Contains(first.ToString(), StringComparison.OrdinalIgnoreCase));
        ShellResult result = fixture.Run($"try {{ $s | {command} | ForEach-Object {{ throw 'enough' }} }} catch {{ \"$_\" }}");
        Assert.Equal("enough", Assert.Single(result.Output).ToString());
        await fixture.Server.Requests.WaitUntilIdleAsync();
        Assert.All(fixture.Server.Requests.Where(request => !request.Path.Contains(first.ToString(), StringComparison.OrdinalIgnoreCase)), request => Assert.True(request.IsAborted));
    }

    [Theory]
    [InlineData("Get-RestoreSession")]
    [InlineData("Get-RestoreSessionEvent")]
    [InlineData("Get-RestoreSessionStatistics")]
    public async Task an_error_of_its_own_that_ends_the_script_ends_those_that_are_under_way(string command)
    {
        await using ShellFixture fixture = await OpenAsync();
        Guid first = fixture.Server.Sessions[0].Id;
        fixture.Server.Faults.Add(Fault.Status(404), times: int.MaxValue, when: request => request.Path.Contains(first.ToString(), StringComparison.OrdinalIgnoreCase));
        fixture.Server.Faults.Add(Fault.StallHeaders(), times: int.MaxValue, when: request => !request.Path.Contains(first.ToString(), StringComparison.OrdinalIgnoreCase));
        ShellResult result = fixture.Run($"try {{ $s | {command} -ErrorAction Stop }} catch {{ $_.FullyQualifiedErrorId.Split(',')[0] }}");
        Assert.Equal("RestoreSessionNotFound", Assert.Single(result.Output).ToString());
        await fixture.Server.Requests.WaitUntilIdleAsync();
        Assert.All(fixture.Server.Requests.Where(request => !request.Path.Contains(first.ToString(), StringComparison.OrdinalIgnoreCase)), request => Assert.True(request.IsAborted));
    }

    private static async Task<ShellFixture> OpenAsync()
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Sessions.Use(Enumerable.Range(0, 40).Select(i => new SessionRecord { CreationTime = Start.AddMinutes(i), EndTime = Start.AddDays(1) }));
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -SkipCertificateCheck -ApiVersion v8 -TimeoutSec 0; $s = @(Get-RestoreSession | Sort-Object CreationTime)").ErrorId);
        fixture.Server.Requests.Clear();
        return fixture;
    }
}
