using System.Reflection;
using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Values that cannot be, or are not there, cost themselves and nothing else.</summary>
public sealed class OddValueTests
{
    private static readonly DateTime Start = new(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("9999-12-31T23:59:59.9999999Z", "Stopped")]
    [InlineData("9999-12-31T00:00:00Z", "Stopped")]
    [InlineData("2150-01-01T00:00:00Z", "Stopped")]
    [InlineData("0001-01-01T00:00:00Z", "Stopped")]
    [InlineData("2026-06-01T09:59:59.9999999Z", "Stopped")]
    [InlineData("2026-06-01T11:00:00Z", "Working")]
    [InlineData("tomorrow", "Stopped")]
    [InlineData("", "Stopped")]
    public async Task an_end_that_cannot_be_is_none_and_the_rest_counts(string end, string state)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { ChecksContract = false });
        SessionRecord odd = new() { CreationTime = Start, State = state, Name = "odd", EndTimeText = end };
        SessionRecord plain = new() { CreationTime = Start.AddMinutes(1), EndTime = Start.AddHours(1), Name = "plain" };
        fixture.Server.Sessions.Use([odd, plain]);
        ShellResult result = fixture.Run("Get-RestoreSession -Verbose");
        Assert.Equal(
            [(odd.Id, "odd", state, Start, (DateTime?)null, (TimeSpan?)null), (plain.Id, "plain", "Stopped", Start.AddMinutes(1), Start.AddHours(1), TimeSpan.FromMinutes(59))],
            result.As<RestoreSession>().Select(s => (s.Id, s.Name!, s.State, s.CreationTimeUtc, s.EndTimeUtc, s.Duration)));
        Assert.Single(result.Verbose, line => line.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task an_end_at_the_very_start_is_one()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Sessions.Use([new SessionRecord { CreationTime = Start, EndTime = Start }]);
        Assert.Equal(TimeSpan.Zero, fixture.Run("Get-RestoreSession").One<RestoreSession>().Duration);
    }

    [Fact]
    public async Task null_and_an_absent_property_are_the_same()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        const string Always = "\"creationTime\":\"2026-06-01T10:00:00Z\",\"id\":\"00000000-0000-0000-0000-00000000000";
        string[] names = ["name", "organization", "type", "endTime", "state", "result", "initiatedBy", "details", "scopeName", "clientHost", "reason", "eTag"];
        fixture.Server.Sessions.Use([
            new SessionRecord { CreationTime = Start, Raw = "{" + Always + "1\"}" },
            new SessionRecord { CreationTime = Start, Raw = "{" + Always + "2\"," + string.Join(',', names.Select(name => $"\"{name}\":null")) + "}" }]);
        ShellResult result = fixture.Run("Get-RestoreSession -Verbose");
        RestoreSession[] read = [.. result.As<RestoreSession>()];
        foreach (PropertyInfo property in typeof(RestoreSession).GetProperties().Where(p => p.Name is not "Id"))
        {
            Assert.Equal((property.Name, property.GetValue(read[0])), (property.Name, property.GetValue(read[1])));
        }

        Assert.Equal(("", "", "", null, null, null), (read[0].Type, read[0].State, read[0].Result, read[0].Name, read[0].Organization, (string?)read[0].Reason));
        Assert.DoesNotContain(result.Verbose, line => line.Contains("left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task an_organization_is_not_said_to_be_missing_where_the_list_could_not_be_read()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        fixture.Server.Faults.Add(Fault.Status(500), "Organizations", times: int.MaxValue);
        Assert.Equal("ServerFailed,RestoreSessions.Commands.StartRestoreSessionCommand", Assert.Single(fixture.Run("Start-RestoreSession contoso.onmicrosoft.com -Type Teams").Errors).FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(8)]
    public async Task organizations_without_an_id_are_listed_and_not_started(int version)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run($"Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v{version}").ErrorId);
        Guid known = Guid.NewGuid();
        fixture.Server.Organizations.Use([
            new OrganizationRecord { Name = "first" }, new OrganizationRecord { Id = known, Name = "known" }, new OrganizationRecord { Name = "last" }]);
        Assert.Equal(
            [("first", Guid.Empty), ("known", known), ("last", Guid.Empty)],
            fixture.Run("Get-RestoreOrganization").As<RestoreOrganization>().Select(o => (o.Name!, o.Id)));
        fixture.Server.Requests.Clear();
        foreach (string start in new[] { "Start-RestoreSession first -Type Exchange", "Get-RestoreOrganization | Where-Object Name -eq last | Start-RestoreSession -Type Exchange" })
        {
            Assert.Equal("OrganizationWithoutId,RestoreSessions.Commands.StartRestoreSessionCommand", fixture.Run(start).ErrorId);
        }

        Assert.DoesNotContain(fixture.Server.Requests, request => request.Path.Contains("explore", StringComparison.OrdinalIgnoreCase));
    }
}
