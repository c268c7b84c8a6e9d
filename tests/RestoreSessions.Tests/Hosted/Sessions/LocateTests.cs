using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>An identifier is sought on several servers, and none of them gives the session: the error is the failure that says most.</summary>
public sealed class LocateTests
{
    private static readonly Guid Id = Guid.Parse("00000000-1111-2222-3333-444444444444");

    /// <summary>What the three servers answer, which of them is named, and with which error.</summary>
    public static TheoryData<int[], int, string> Answers => new()
    {
        { [403, 404, 404], 0, "AccessDenied" },
        { [404, 403, 404], 1, "AccessDenied" },
        { [404, 404, 403], 2, "AccessDenied" },
        { [500, 404, 404], 0, "ServerFailed" },
        { [404, 500, 404], 1, "ServerFailed" },
        { [409, 403, 404], 0, "RequestRejected" },
        { [403, 409, 500], 0, "AccessDenied" },
        { [404, 500, 403], 1, "ServerFailed" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task a_server_that_could_not_be_asked_says_more_than_one_that_does_not_have_it(int[] answers, int named, string error)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer second = await fixture.AddServerAsync();
        await using RestoreServer third = await fixture.AddServerAsync();
        RestoreServer[] servers = [fixture.Server, second, third];
        foreach ((RestoreServer server, int answer) in servers.Zip(answers))
        {
            server.Faults.Add(Fault.Status(answer), Id.ToString(), times: int.MaxValue);
        }

        foreach ((string command, string type) in new[] { ("Get-RestoreSession", "GetRestoreSessionCommand"), ("Get-RestoreSessionEvent", "GetRestoreSessionEventCommand"), ("Get-RestoreOrganization", "GetRestoreOrganizationCommand") })
        {
            ShellResult result = fixture.Run($"{command} -Id {Id}");
            Assert.Equal($"{error},RestoreSessions.Commands.{type}", result.ErrorId);
            Assert.Equal(servers[named].Server, ((RestoreServerException)result.Errors[0].Exception).Server);
            Assert.Contains(servers[named].Server, result.Errors[0].Exception.Message, StringComparison.Ordinal);
            Assert.Equal(Id, result.Errors[0].TargetObject);
        }
    }

    [Fact]
    public async Task a_session_that_a_later_server_has_is_got_although_an_earlier_one_failed()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer second = await fixture.AddServerAsync();
        fixture.Server.Faults.Add(Fault.Status(403), "RestoreSessions/", times: int.MaxValue);
        second.Sessions.Use([new SessionRecord { CreationTime = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc), Name = "the one" }]);
        RestoreSession got = fixture.Run($"Get-RestoreSession -Id {second.Sessions[0].Id}").One<RestoreSession>();
        Assert.Equal((second.Sessions[0].Id, "the one", second.Server), (got.Id, got.Name, got.Server));
    }
}
