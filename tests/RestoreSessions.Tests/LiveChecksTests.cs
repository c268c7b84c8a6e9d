using System.Net;
using FakeServer;
using RestoreSessions.Tests.Hosted;
using ShellPackages;
using Xunit;

namespace RestoreSessions.Tests;

/// <summary>The checks for a real server, tests/Pester/Live.Tests.ps1, against the stand-in server: they pass, say what differs, and name nobody.</summary>
public sealed class LiveChecksTests
{
    [Theory]
    [InlineData(5, 6, 7, 8)]
    [InlineData(5)]
    public async Task the_live_checks_pass_and_only_read(params int[] versions)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { Versions = versions.ToHashSet() });
        (string shown, int failed) = await CheckAsync(server, server.Thumbprint);
        Assert.True(failed == 0, shown);
        Assert.Contains($"API versions: {string.Join(", ", versions)}", shown, StringComparison.Ordinal);
        Assert.Contains("Sessions: 100", shown, StringComparison.Ordinal);
        AssertNamesNobody(server, shown);
        Assert.All(server.Requests.Where(r => r.Method != "GET"), r => Assert.Matches("^/v[5-8]/token(/logout)?$", r.Path));
    }

    [Fact]
    public async Task the_live_checks_say_what_differs()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { IgnoresOrder = true });
        server.Sessions.Replace(server.Sessions[0] with { Type = "Veax", State = "of Jane Doe" });
        server.Faults.Add(Fault.Status(500), "/Statistics", times: 100);
        server.Faults.Add(Fault.Status(200, "{}"), times: 100, when: r => r.Path == "/v7/Organization");
        await AssertSaidAsync(
            server,
            "because no session is newer than the one before it",
            "but got 'Veax'",
            "Expected 200, because v8 has statistics, but got 500",
            "Expected 403, because only a tenant has an organization of its own, but got 200");
    }

    [Fact]
    public async Task the_live_checks_say_what_other_form_an_answer_has()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { Shape = BodyShape.Array, Versions = new HashSet<int> { 6 } });
        server.Sessions.Replace(server.Sessions[0] with { State = "of Jane Doe" });
        server.Faults.Add(Fault.Html(), "/Events", times: 100);
        await AssertSaidAsync(server, "Expected collection 'page' to contain 'array'", "but got 'a text of 11 characters'", "Expected strings to be the same");
    }

    [Fact]
    public async Task the_live_checks_say_that_an_offset_is_ignored()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { IgnoreOffset = true, Versions = new HashSet<int> { 8 } });
        await AssertSaidAsync(server, "Expected $true, because an offset counts sessions, but got $false");
    }

    [Fact]
    public async Task no_password_is_sent_to_a_server_with_another_certificate()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions());
        (string shown, int failed) = await CheckAsync(server, new string('0', 64));
        Assert.True(failed > 0, shown);
        Assert.Contains("No answer: AuthenticationException. Compare LIVE_SERVER and LIVE_THUMBPRINT with the server.", shown, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        AssertNamesNobody(server, shown);
    }

    [Fact]
    public async Task the_live_checks_name_the_variables_that_are_missing()
    {
        (string shown, int failed) = await RunAsync(new Dictionary<string, string> { ["LIVE_SERVER"] = "vbo", ["LIVE_USER"] = "", ["LIVE_PASSWORD"] = "", ["LIVE_THUMBPRINT"] = "" });
        Assert.Equal(0, failed);
        Assert.Contains("this is missing: LIVE_USER, LIVE_PASSWORD, LIVE_THUMBPRINT", shown, StringComparison.Ordinal);
    }

    private static Task<(string Shown, int Failed)> CheckAsync(RestoreServer server, string thumbprint) => RunAsync(new Dictionary<string, string>
    {
        ["LIVE_SERVER"] = server.Server,
        ["LIVE_USER"] = server.Options.UserName,
        ["LIVE_PASSWORD"] = server.Options.Password,
        ["LIVE_THUMBPRINT"] = thumbprint,
    });

    // As CONTRIBUTING.md says to run them. The exit code of Invoke-Pester in this form is how many have failed.
    private static async Task<(string Shown, int Failed)> RunAsync(Dictionary<string, string> environment)
    {
        string command = $"$PSStyle.OutputRendering = 'PlainText'; Import-Module '{PackagedShell.Pester}/Pester.psd1'; Set-Location '{BuiltModule.Root}'; (Invoke-Pester ./tests/Pester/Live.Tests.ps1 -Output Detailed -PassThru) | ForEach-Object {{ exit $_.FailedCount + $_.FailedBlocksCount + $_.FailedContainersCount }}";
        await using ChildProcess child = new(PackagedShell.Path, ["-NoProfile", "-NonInteractive", "-Command", command], environment);
        return await child.WaitAsync();
    }

    private static async Task AssertSaidAsync(RestoreServer server, params string[] said)
    {
        (string shown, int failed) = await CheckAsync(server, server.Thumbprint);
        Assert.True(failed > 0, shown);
        Assert.All(said, text => Assert.Contains(text, shown, StringComparison.Ordinal));
        AssertNamesNobody(server, shown);
    }

    private static void AssertNamesNobody(RestoreServer server, string shown)
    {
        IEnumerable<string> sessions = Enumerable.Range(0, server.Sessions.Count).Select(i => server.Sessions[i])
            .SelectMany(s => new[] { s.Id.ToString(), s.Organization, s.InitiatedBy, $"{s.ItemName} 0", s.Name, s.Reason, s.ScopeName });
        IEnumerable<string> names = [.. server.Secrets, .. sessions, .. server.Organizations.All.Select(o => o.Name), server.Server, IPAddress.Loopback.ToString(), server.Options.UserName, "Jane"];
        Assert.All(names.Where(name => name.Length > 3).Distinct(), name => Assert.DoesNotContain(name, shown, StringComparison.OrdinalIgnoreCase));
    }
}
