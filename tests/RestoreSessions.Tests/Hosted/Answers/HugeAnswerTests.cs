using FakeServer;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A gigabyte in place of an answer, in a process that may use no more than a tenth of that.</summary>
public sealed class HugeAnswerTests
{
    private const long Gigabyte = 1L << 30;
    private const string Error = "UnexpectedAnswer,RestoreSessions.Commands.";

    private const string Script = """
        $ErrorActionPreference = 'Stop'
        $credential = [pscredential]::new($env:TEST_USER, [Net.NetworkCredential]::new('', $env:TEST_PASSWORD).SecurePassword)
        try {
            Connect-RestoreServer $env:TEST_SERVER $credential -CertificateThumbprint $env:TEST_THUMBPRINT -MaximumRetryCount 0
            & ([scriptblock]::Create($env:TEST_COMMAND))
        }
        catch {
            $_.FullyQualifiedErrorId
        }
        """;

    private static readonly Dictionary<string, (Func<Fault> Make, string Command, string Path, string Expected)> Cases = new()
    {
        ["a string"] = (() => Endless("""[{"name":" """, 'x'), "Get-RestoreSession", "restoreSessions", Error + "GetRestoreSessionCommand"),
        ["a string that nobody wants"] = (() => Endless("""[{"unknown":" """, 'x'), "Get-RestoreSession", "restoreSessions", Error + "GetRestoreSessionCommand"),
        ["a string beside the list"] = (() => Endless("""{"setId":" """, 'x'), "Get-RestoreSession", "restoreSessions", Error + "GetRestoreSessionCommand"),
        ["a name"] = (() => Endless("""[{" """, 'x'), "Get-RestoreSession", "restoreSessions", Error + "GetRestoreSessionCommand"),
        ["a number"] = (() => Endless("""[{"eTag":""", '9'), "Get-RestoreSession", "restoreSessions", Error + "GetRestoreSessionCommand"),
        ["space"] = (() => Endless("[", ' '), "Get-RestoreSession", "restoreSessions", Error + "GetRestoreSessionCommand"),
        ["a token"] = (() => Endless("""{"access_token":" """, 'x'), "", "token", Error + "ConnectRestoreServerCommand"),
        ["an organization"] = (() => Endless("""{"name":" """, 'x'), "Get-RestoreOrganization -Id 00000000-0000-0000-0000-000000000001", "organization", Error + "GetRestoreOrganizationCommand"),
        ["a compressed string"] = (() => Fault.GzipBomb("""[{"name":" """, "x", Gigabyte), "Get-RestoreSession", "restoreSessions", Error + "GetRestoreSessionCommand"),
        ["the words of an error"] = (() => Fault.Endless(500, "", 'x', Gigabyte), "Get-RestoreSession", "restoreSessions", "ServerFailed,RestoreSessions.Commands.GetRestoreSessionCommand"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task a_gigabyte_is_given_up_in_little_memory(string name)
    {
        (Func<Fault> make, string command, string path, string expected) = Cases[name];
        await using RestoreServer server = await RestoreServer.StartAsync();
        server.Faults.Add(make(), path);
        (string shown, int exitCode) = await ChildShell.RunAsync(Script, new Dictionary<string, string>
        {
            ["TEST_SERVER"] = server.Server,
            ["TEST_USER"] = server.Options.UserName,
            ["TEST_PASSWORD"] = server.Options.Password,
            ["TEST_THUMBPRINT"] = server.Thumbprint,
            ["TEST_COMMAND"] = command,
            ["DOTNET_GCHeapHardLimit"] = "0x6400000",
        });
        Assert.Equal(expected, shown.Trim());
        Assert.Equal(0, exitCode);
        Assert.InRange(server.BodyBytesSent, 1, Gigabyte - 1);
    }

    private static Fault Endless(string beginning, char padding) => Fault.Endless(200, beginning, padding, Gigabyte);
}
