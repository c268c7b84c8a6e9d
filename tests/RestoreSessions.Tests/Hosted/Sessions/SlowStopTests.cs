using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A session that takes its time to stop is looked at six times, and is an error where it still works then.</summary>
public sealed class SlowStopTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(6, 6)]
    [InlineData(7, 6)]
    public async Task a_session_is_looked_at_until_it_has_stopped_or_six_times(int stopsAtLook, int looks)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Options.StopsAtLook = stopsAtLook;
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc), State = "Working" }]);
        Guid id = fixture.Server.Sessions[0].Id;
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -SkipCertificateCheck -ApiVersion v8; $s = Get-RestoreSession").ErrorId);
        fixture.Server.Requests.Clear();
        ShellResult result = fixture.Run("$s | Stop-RestoreSession -Confirm:$false -PassThru");
        Assert.Equal(
            [$"GET /v8/RestoreSessions/{id}", $"POST /v8/RestoreSessions/{id}/Stop", .. Enumerable.Repeat($"GET /v8/RestoreSessions/{id}", looks)],
            fixture.Server.Requests.Select(request => $"{request.Method} {request.Path}"));
        if (stopsAtLook == looks)
        {
            RestoreSession session = result.One<RestoreSession>();
            Assert.Equal((id, "Stopped"), (session.Id, session.State));
        }
        else
        {
            Assert.Empty(result.Output);
            Assert.Equal("RestoreSessionNotStopped,RestoreSessions.Commands.StopRestoreSessionCommand", result.ErrorId);
            Assert.Equal(id, ((RestoreSession)result.Errors[0].TargetObject).Id);
        }
    }
}
