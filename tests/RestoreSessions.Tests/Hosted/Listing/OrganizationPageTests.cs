using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Organizations of which a later page, or one of two servers, cannot be had.</summary>
public sealed class OrganizationPageTests
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 7).Select(i => $"org{i}.example")];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task a_later_page_that_is_refused_is_an_error_behind_those_that_came_and_no_organization_of_ones_own_takes_its_place(int pages)
    {
        await using ShellFixture fixture = await OpenAsync();

        // The server would tell one, if it were asked.
        fixture.Server.Faults.Add(
            Fault.RawBody($$"""{"id":"{{Guid.NewGuid()}}","name":"own.example"}"""), times: int.MaxValue, when: request => request.Path.EndsWith("/Organization", StringComparison.OrdinalIgnoreCase));
        fixture.Server.Faults.Add(Fault.Status(403), "/Organizations", skip: pages, times: int.MaxValue);
        ShellResult result = fixture.Run("try { Get-RestoreOrganization } catch { throw }");

        // A page begins with the last item of the one before.
        Assert.Equal(Names.Take(1 + (2 * pages)), NamesOf(result));
        Assert.Equal("AccessDenied,RestoreSessions.Commands.GetRestoreOrganizationCommand", result.ErrorId);
        Assert.NotNull(result.TerminatingError);
        Assert.StartsWith($"{fixture.Server.Server} denied access: the server answered 403", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.Server.Requests, request => request.Path.EndsWith("/Organization", StringComparison.OrdinalIgnoreCase));

        // Where the first page is refused, there is nothing but the own one.
        Assert.Equal(["own.example"], NamesOf(fixture.Run("Get-RestoreOrganization")));
    }

    [Fact]
    public async Task organizations_are_told_apart_by_their_identifiers_and_those_without_by_type_and_name()
    {
        await using ShellFixture fixture = await OpenAsync();
        OrganizationRecord[] records =
        [
            new() { Name = "a.example" }, new() { Name = "a.example", Type = "OnPremises" }, new() { Id = Guid.NewGuid(), Name = "a.example" },
            new() { Id = Guid.NewGuid(), Name = "a.example" }, new() { Name = "b.example" }, new() { Name = "a.example", Type = "Hybrid" },
            new() { Name = "b.example", Type = "OnPremises" },
        ];
        fixture.Server.Organizations.Use(records);
        Assert.Equal(
            records.Select(record => (record.Id ?? Guid.Empty, record.Name, record.Type)),
            fixture.Run("Get-RestoreOrganization").As<RestoreOrganization>().Select(read => (read.Id, read.Name!, read.Type!)));
    }

    [Fact]
    public async Task a_later_page_that_no_token_opens_is_an_error_behind_those_that_came()
    {
        await using ShellFixture fixture = await OpenAsync();
        fixture.Server.Faults.Add(Fault.Status(401), "/Organizations", skip: 1, times: int.MaxValue);
        ShellResult result = fixture.Run("try { Get-RestoreOrganization } catch { throw }");
        Assert.Equal(Names.Take(3), NamesOf(result));
        Assert.Equal("AuthenticationFailed,RestoreSessions.Commands.GetRestoreOrganizationCommand", result.ErrorId);
    }

    [Theory]
    [InlineData("nosuch")]
    [InlineData("org0.example, nosuch, org9.example")]
    public async Task a_name_that_a_dead_server_may_have_is_not_said_to_be_missing(string names)
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(fixture);
        string[] asked = names.Split(", ");
        Assert.Equal(asked.Intersect(Names.Append("org9.example")).Order(StringComparer.Ordinal), NamesOf(fixture.Run($"Get-RestoreOrganization {names} -ErrorAction Ignore")).Order(StringComparer.Ordinal));
        ShellResult whole = fixture.Run($"Get-RestoreOrganization {names}");
        Assert.Equal(("RestoreOrganizationNotFound,RestoreSessions.Commands.GetRestoreOrganizationCommand", "nosuch"), (whole.ErrorId, whole.Errors[0].TargetObject));
        await other.StopAsync();
        ShellResult result = fixture.Run($"Get-RestoreOrganization {names}");
        Assert.Equal("ServerUnreachable,RestoreSessions.Commands.GetRestoreOrganizationCommand", result.ErrorId);
        Assert.StartsWith($"{other.Server} could not be reached: ", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal(asked.Intersect(Names), NamesOf(result));
        Assert.Null(result.TerminatingError);
    }

    [Theory]
    [InlineData("org0.example", true)]
    [InlineData("nosuch", false)]
    public async Task no_session_is_started_on_an_organization_that_a_dead_server_may_have(string name, bool isAmbiguous)
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(fixture);
        await other.StopAsync();
        ShellResult result = fixture.Run($"Start-RestoreSession {name} -Type Exchange");
        Assert.Equal(isAmbiguous ? ["ServerUnreachable", "AmbiguousOrganization"] : ["ServerUnreachable"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.StartsWith($"{other.Server} could not be reached: ", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        if (isAmbiguous)
        {
            Assert.Contains($"may be on {other.Server}", result.Errors[1].Exception.Message, StringComparison.Ordinal);
        }

        Assert.Empty(result.Output);
        Assert.Empty(fixture.Server.Started);
    }

    [Fact]
    public async Task no_session_is_started_on_an_organization_that_a_server_may_have_whose_connection_was_closed()
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(fixture);
        ShellResult result = fixture.Run($"$both = Get-RestoreConnection; Disconnect-RestoreServer {other.Server}; Start-RestoreSession org0.example -Type Exchange -Connection $both; Get-RestoreOrganization nosuch -Connection $both");
        Assert.Equal(["NotConnected", "AmbiguousOrganization", "NotConnected"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Contains($"may be on {other.Server}", result.Errors[1].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Empty(fixture.Server.Started);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public async Task to_v7_the_whole_list_comes_with_one_request_also_where_there_are_as_many_as_a_page_of_sessions_has(int version)
    {
        const int Count = 1_000;
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        Assert.Null(fixture.Run($"Connect-RestoreServer $server $credential -SkipCertificateCheck -ApiVersion v{version}").ErrorId);
        fixture.Server.Organizations.Use(Enumerable.Range(0, Count).Select(i => new OrganizationRecord { Id = Guid.NewGuid(), Name = $"org{i}.example" }));
        fixture.Server.Requests.Clear();
        ShellResult result = fixture.Run("Get-RestoreOrganization");
        Assert.Null(result.ErrorId);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"org{i}.example"), NamesOf(result));
        Assert.Equal($"/v{version}/Organizations", Assert.Single(fixture.Server.Requests).Path);
    }

    [Fact]
    public async Task no_session_is_started_on_an_organization_that_both_of_two_servers_have()
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(fixture);
        other.Organizations.Use([new OrganizationRecord { Id = Guid.NewGuid(), Name = "ORG0.example" }]);
        ShellResult result = fixture.Run("Start-RestoreSession org0.example -Type Exchange");
        Assert.Equal("AmbiguousOrganization,RestoreSessions.Commands.StartRestoreSessionCommand", result.ErrorId);
        Assert.Contains(fixture.Server.Server, result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Contains(other.Server, result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Server.Started.Concat(other.Started));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task where_the_list_is_refused_and_there_is_no_own_organization_the_refusal_of_the_list_is_the_error(int own)
    {
        await using ShellFixture fixture = await OpenAsync();
        fixture.Server.Faults.Add(Fault.Status(own), when: request => request.Path.EndsWith("/Organization", StringComparison.OrdinalIgnoreCase));
        fixture.Server.Faults.Add(Fault.Status(403), "/Organizations");
        ShellResult result = fixture.Run("try { Get-RestoreOrganization } catch { throw }");
        Assert.Equal("AccessDenied,RestoreSessions.Commands.GetRestoreOrganizationCommand", result.ErrorId);
        Assert.Equal(["/v8/Organizations", "/v8/Organization"], fixture.Server.Requests.Select(request => request.Path));
    }

    [Theory]
    [InlineData("-Organization org0.example")]
    [InlineData("-Name org0.example")]
    [InlineData("-InitiatedBy org0.example -Last 5")]
    public async Task sessions_of_a_name_are_those_of_the_living_server_and_the_error_names_the_dead_one(string filter)
    {
        await using ShellFixture fixture = await OpenAsync();
        await using RestoreServer other = await ConnectOtherAsync(fixture);
        fixture.Server.Sessions.Use(Names.Select((name, i) => new SessionRecord { CreationTime = new DateTime(2026, 6, 1, i, 0, 0, DateTimeKind.Utc), Organization = name, Name = name, InitiatedBy = name }));
        await other.StopAsync();
        ShellResult result = fixture.Run($"Get-RestoreSession {filter}");
        Assert.Equal([fixture.Server.Sessions[0].Id], result.Output.Select(o => ((RestoreSession)o.BaseObject).Id));
        Assert.Equal("ServerUnreachable,RestoreSessions.Commands.GetRestoreSessionCommand", result.ErrorId);
        Assert.StartsWith($"{other.Server} could not be reached: ", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(result.Warnings);
    }

    private static IEnumerable<string?> NamesOf(ShellResult result) => result.Output.Select(o => ((RestoreOrganization)o.BaseObject).Name);

    private static async Task<ShellFixture> OpenAsync()
    {
        ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { MaximumLimit = 3 }, isConnected: false);
        Assert.Null(fixture.Run("Connect-RestoreServer $server $credential -SkipCertificateCheck -ApiVersion v8 -MaximumRetryCount 0").ErrorId);
        fixture.Server.Organizations.Use(Names.Select(name => new OrganizationRecord { Id = Guid.NewGuid(), Name = name }));
        fixture.Server.Requests.Clear();
        return fixture;
    }

    private static async Task<RestoreServer> ConnectOtherAsync(ShellFixture fixture)
    {
        RestoreServer other = await RestoreServer.StartAsync();
        other.Organizations.Use([new OrganizationRecord { Id = Guid.NewGuid(), Name = "org9.example" }]);
        Assert.Null(fixture.Run($"Connect-RestoreServer {other.Server} $credential -SkipCertificateCheck -ApiVersion v8 -MaximumRetryCount 0").ErrorId);
        return other;
    }
}
