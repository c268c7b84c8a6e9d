using FakeServer;
using HostedShell;
using ShellPackages;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Runs a script with the built module in a shell of its own, for what .NET reads from the environment once.</summary>
internal static class ChildShell
{
    private const string List = """
        $credential = [pscredential]::new($env:TEST_USER, [Net.NetworkCredential]::new('', $env:TEST_PASSWORD).SecurePassword)
        $more = @{}
        if ($env:TEST_PIN) { $more.CertificateThumbprint = $env:TEST_PIN }
        if ($env:TEST_PROXY) { $more.Proxy = $env:TEST_PROXY }
        try {
            Connect-RestoreServer $env:TEST_SERVER $credential -MaximumRetryCount 0 -TimeoutSec $env:TEST_TIMEOUT @more
            "$(@(Get-RestoreSession).Count) sessions"
        }
        catch {
            $_.FullyQualifiedErrorId
            $_.Exception.Message
        }
        """;

    /// <summary>Connects to a server with its thumbprint as the pin, and shows how many sessions it lists, or the error.</summary>
    /// <param name="server">The server.</param>
    /// <param name="environment">Variables of the shell; TEST_SERVER, TEST_PIN, TEST_PROXY and TEST_TIMEOUT, in seconds, change the connection.</param>
    public static async Task<string> ListAsync(RestoreServer server, params (string Name, string Value)[] environment)
    {
        Dictionary<string, string> all = new()
        {
            ["TEST_SERVER"] = server.Server,
            ["TEST_USER"] = server.Options.UserName,
            ["TEST_PASSWORD"] = server.Options.Password,
            ["TEST_PIN"] = server.Thumbprint,
            ["TEST_TIMEOUT"] = "60",
        };
        foreach ((string name, string value) in environment)
        {
            all[name] = value;
        }

        return (await RunAsync(List, all)).Shown;
    }

    /// <summary>Starts the shell, waits for its end, and returns what it showed.</summary>
    /// <param name="script">The text of the script file.</param>
    /// <param name="environment">Variables to set. Proxies that this machine names are taken out.</param>
    public static async Task<(string Shown, int ExitCode)> RunAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("script.ps1", $"Import-Module '{Shell.ModulePath}'\n{script}");
        await using ChildProcess child = new(PackagedShell.Path, ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", file], environment);
        return await child.WaitAsync();
    }
}
