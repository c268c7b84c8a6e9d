using FakeServer;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Bare arrays, which say nothing of what they leave out.</summary>
public sealed class ArrayTests
{
    [Theory]
    [InlineData(0, 30, 1)]
    [InlineData(1, 30, 1)]
    [InlineData(29, 30, 1)]
    [InlineData(30, 30, 2)]
    [InlineData(31, 30, 2)]
    [InlineData(95, 30, 4)]
    [InlineData(117, 30, 5)]
    [InlineData(2_500, 1_000, 3)]
    [InlineData(25_000, 10_000, 4)]
    public async Task an_array_that_is_cut_at_the_length_of_a_page_is_read_on(int sessions, int largest, int requests)
    {
        await using ShellFixture fixture = await OpenAsync(new ServerOptions { SessionCount = sessions, CutsArrays = true, MaximumLimit = largest });
        Assert.Equal(fixture.Server.Sessions.AllIds(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
        Assert.Equal(requests, fixture.Server.Requests.Listings.Count);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(29, 1)]
    [InlineData(30, 2)]
    [InlineData(31, 1)]
    [InlineData(1_000, 2)]
    [InlineData(1_001, 1)]
    [InlineData(40_000, 1)]
    public async Task an_array_that_ignores_limit_and_offset_is_the_whole_list(int sessions, int requests)
    {
        await using ShellFixture fixture = await OpenAsync(new ServerOptions { SessionCount = sessions });
        Assert.Equal(fixture.Server.Sessions.AllIds(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
        Assert.Equal(requests, fixture.Server.Requests.Listings.Count);
    }

    [Fact]
    public async Task an_array_that_ignores_the_offset_alone_is_read_as_far_as_the_largest_page()
    {
        await using ShellFixture fixture = await OpenAsync(new ServerOptions { SessionCount = 5_000, CutsArrays = true, IgnoreOffset = true });
        Assert.Equal(fixture.Server.Sessions.AllIds(), fixture.Run("Get-RestoreSession").As<RestoreSession>().Select(s => s.Id));
        Assert.Equal(2, fixture.Server.Requests.Listings.Count);
    }

    [Theory]
    [InlineData(25_000, 10_000)]
    [InlineData(10_000, 10_000)]
    public async Task a_full_array_behind_which_nothing_can_be_asked_for_is_an_error(int sessions, int sent)
    {
        await using ShellFixture fixture = await OpenAsync(new ServerOptions { SessionCount = sessions, CutsArrays = true, IgnoreOffset = true });
        ShellResult result = fixture.Run("Get-RestoreSession");
        Assert.Equal("UnexpectedAnswer,RestoreSessions.Commands.GetRestoreSessionCommand", result.ErrorId);
        Assert.Equal(fixture.Server.Sessions.AllIds().Take(sent), result.Output.Select(o => ((RestoreSession)o.BaseObject).Id));
        Assert.Equal(3, fixture.Server.Requests.Listings.Count);
    }

    [Fact]
    public async Task events_in_an_array_that_is_cut_are_read_on()
    {
        await using ShellFixture fixture = await OpenAsync(new ServerOptions());
        SessionRecord session = new() { CreationTime = new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc), EventCount = 65 };
        fixture.Server.Sessions.Use([session]);
        fixture.Server.Options.EventShape = BodyShape.Array;
        (fixture.Server.Options.CutsArrays, fixture.Server.Options.MaximumLimit) = (true, 30);
        Assert.Equal(Enumerable.Range(0, 65).Select(i => $"Item {i}"), fixture.Run($"Get-RestoreSessionEvent -Id {session.Id}").As<RestoreSessionEvent>().Select(e => e.ItemName));
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(7, 1)]
    [InlineData(6, 30)]
    [InlineData(7, 999)]
    [InlineData(7, 1_000)]
    [InlineData(5, 10_000)]
    public async Task organizations_before_v8_are_one_array_and_no_part_of_it_is_asked_for(int version, int organizations)
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(isConnected: false);
        fixture.Server.Organizations.Use(Enumerable.Range(0, organizations).Select(i => new OrganizationRecord { Id = new Guid(i + 1, 0, 0, new byte[8]), Name = $"organization {i}" }));
        Assert.Null(fixture.Run($"Connect-RestoreServer $server $credential -CertificateThumbprint $thumbprint -ApiVersion v{version}").ErrorId);
        fixture.Server.Requests.Clear();
        Assert.Equal(Enumerable.Range(0, organizations).Select(i => $"organization {i}"), fixture.Run("Get-RestoreOrganization").As<RestoreOrganization>().Select(o => o.Name));
        Assert.Equal([version == 5 ? "" : "?extendedView=false"], fixture.Server.Requests.Select(r => r.RawQuery));
    }

    private static async Task<ShellFixture> OpenAsync(ServerOptions options)
    {
        options.Shape = BodyShape.Array;
        return await ShellFixture.OpenAsync(options);
    }
}
