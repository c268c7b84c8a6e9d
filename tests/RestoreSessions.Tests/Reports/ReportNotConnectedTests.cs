using FakeServer;
using HostedShell;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Reports;

/// <summary>A report over two servers, of which one could not be connected to, does not look complete.</summary>
public sealed class ReportNotConnectedTests
{
    public static TheoryData<string> Reports =>
    [
        "Get-RestoreSession | Export-RestoreSessionReport $file",
        "Export-RestoreSessionReport $file -StartTimeFrom 2026-01-01",
    ];

    /// <summary>What a user does about the server, and whether the report names it then.</summary>
    public static TheoryData<string, bool> Remedies => new()
    {
        { "", true },
        { "$null = Get-RestoreConnection", true },
        { "Disconnect-RestoreServer $dead", false },
        { "Disconnect-RestoreServer 127.*; Connect-RestoreServer $server $credential -SkipCertificateCheck", false },
        { "Disconnect-RestoreServer; Connect-RestoreServer $server $credential -SkipCertificateCheck", false },
    };

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task it_names_the_server_unless_connections_were_chosen(string report)
    {
        await using ShellFixture fixture = await OpenAsync();
        using Folder folder = new();
        string page = Write(fixture, folder, report);
        Assert.Contains("Missing from this report", page, StringComparison.Ordinal);
        Assert.Contains($"Not connected: {fixture.Run("$dead").One<string>()}, ", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Not connected", Write(fixture, folder, report + " -Connection $server"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Remedies))]
    public async Task it_names_the_server_until_the_user_has_let_it_go(string remedy, bool isNamed)
    {
        await using ShellFixture fixture = await OpenAsync();
        using Folder folder = new();
        Assert.Null(fixture.Run(remedy).ErrorId);
        Assert.Equal(isNamed, Write(fixture, folder, "Get-RestoreSession | Export-RestoreSessionReport $file").Contains("Not connected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task it_names_no_server_that_was_connected_to_after_all()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync();
        using Folder folder = new();
        other.Faults.Add(Fault.Status(500), "token");
        string connect = $"Connect-RestoreServer {other.Server} $credential -SkipCertificateCheck";
        Assert.Equal("ServerFailed,RestoreSessions.Commands.ConnectRestoreServerCommand", fixture.Run(connect).ErrorId);
        Assert.Contains($"Not connected: {other.Server}", Write(fixture, folder, "Get-RestoreSession | Export-RestoreSessionReport $file"), StringComparison.Ordinal);
        Assert.Null(fixture.Run(connect).ErrorId);
        Assert.DoesNotContain("Not connected", Write(fixture, folder, "Get-RestoreSession | Export-RestoreSessionReport $file"), StringComparison.Ordinal);

        // A second logon that fails leaves the server connected.
        other.Faults.Add(Fault.Status(500), "token");
        Assert.NotNull(fixture.Run(connect).ErrorId);
        Assert.DoesNotContain("Not connected", Write(fixture, folder, "Get-RestoreSession | Export-RestoreSessionReport $file"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task it_names_no_server_that_was_connected_to_after_all_when_another_runspace_closes_it()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        await using RestoreServer other = await RestoreServer.StartAsync();
        using Folder folder = new();
        other.Faults.Add(Fault.Status(500), "token");
        string connect = $"Connect-RestoreServer {other.Server} $credential -SkipCertificateCheck -PassThru";
        Assert.NotNull(fixture.Run(connect).ErrorId);
        RestoreConnection connection = fixture.Run(connect).One<RestoreConnection>();
        using Shell second = new(new ShellOptions { Variables = new Dictionary<string, object?> { ["c"] = connection } });
        Assert.Null(second.Run("Disconnect-RestoreServer $c").ErrorId);
        Assert.DoesNotContain("Not connected", Write(fixture, folder, "Get-RestoreSession | Export-RestoreSessionReport $file"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task wrong_arguments_and_another_runspace_leave_no_trace_in_it()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync();
        using Folder folder = new();
        using Shell second = new();
        Assert.NotNull(fixture.Run("Connect-RestoreServer 'http://vbo' $credential").ErrorId);
        Assert.NotNull(second.Run("Connect-RestoreServer no-such-host.invalid ([pscredential]::new('me', [securestring]::new()))").ErrorId);
        Assert.DoesNotContain("Not connected", Write(fixture, folder, "Get-RestoreSession | Export-RestoreSessionReport $file"), StringComparison.Ordinal);
    }

    private static async Task<ShellFixture> OpenAsync()
    {
        ShellFixture fixture = await ShellFixture.OpenAsync();
        RestoreServer dead = await RestoreServer.StartAsync();
        fixture.Shell.Runspace.SessionStateProxy.SetVariable("dead", dead.Server);
        await dead.DisposeAsync();
        Assert.Equal("ServerUnreachable,RestoreSessions.Commands.ConnectRestoreServerCommand", fixture.Run("Connect-RestoreServer $dead $credential -SkipCertificateCheck").ErrorId);
        return fixture;
    }

    private static string Write(ShellFixture fixture, Folder folder, string report)
    {
        fixture.Shell.Runspace.SessionStateProxy.SetVariable("file", folder.File());
        Assert.Null(fixture.Run(report).ErrorId);
        return File.ReadAllText(folder.File());
    }
}
