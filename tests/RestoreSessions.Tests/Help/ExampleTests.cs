using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using FakeServer;
using HostedShell;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Help;

/// <summary>
/// Runs the examples of the help, as Get-Help shows them, in the surroundings of tests/Pester/Examples.ps1. Those that need more than core cmdlets
/// are run by tests/Pester/Help.Tests.ps1.
/// </summary>
public sealed class ExampleTests : IDisposable
{
    // What a cmdlet asks the server for: method and path.
    private static readonly Dictionary<string, string> Requests = new()
    {
        ["Connect-RestoreServer"] = "^(POST /v./token|GET /v./[rR]estoreSessions)$",
        ["Disconnect-RestoreServer"] = "^POST /v./token$",
        ["Export-RestoreSessionReport"] = "^GET /v./RestoreSessions",
        ["Get-RestoreConnection"] = "^POST /v./token$",
        ["Get-RestoreOrganization"] = "^GET /v./(Organizations|RestoreSessions/.+/organization)$",
        ["Get-RestoreSession"] = "^GET /v./RestoreSessions",
        ["Get-RestoreSessionEvent"] = "^GET /v./RestoreSessions/.+/Events$",
        ["Get-RestoreSessionStatistics"] = "^GET /v8/RestoreSessions/.+/Statistics$",
        ["Start-RestoreSession"] = "^POST /v./Organizations/.+/(action|explore)$",
        ["Stop-RestoreSession"] = "^POST /v./RestoreSessions/.+/(Action|Stop)$",
        ["Wait-RestoreSession"] = "^GET /v./RestoreSessions/[^/]+$",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("examples").FullName;

    public static TheoryData<string, int, string> Examples => [.. HelpPage.All.SelectMany(page =>
        page.Topics("EXAMPLES").Select((topic, i) => new TheoryDataRow<string, int, string>(page.Name, i, topic)))];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task an_example_does_what_it_says(string cmdlet, int number, string title)
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 1000 });
        await using ConnectProxy proxy = new(port: server.Port);
        using Shell shell = Open(server, proxy);
        string code = shell.Run($"(Get-Help {cmdlet}).examples.example[{number}].code").One<string>();
        string[] missing = [.. Commands(code).Where(name => shell.Run($"Get-Command '{name}' -ErrorAction Ignore").Output.Count == 0)];
        Assert.SkipWhen(missing.Length > 0, $"{cmdlet}, {title}: needs {string.Join(", ", missing)}, which only a full shell has (tests/Pester/Help.Tests.ps1)");

        Assert.Null(shell.Run($"$null = $ExecutionContext.SessionState.Path.SetLocation('{_folder}')").ErrorId);
        Assert.Null(shell.Run($"Connect-Example {cmdlet} '{code.Replace("'", "''", StringComparison.Ordinal)}'").ErrorId);
        bool isQuiet = shell.Run($"Test-Quiet '{code.Replace("'", "''", StringComparison.Ordinal)}'").One<bool>();
        int connections = Connections(shell);
        ShellResult result = shell.Run(code);

        Assert.Empty(result.Errors.Select(error => error.ToString()));
        Assert.Equal(0, shell.Run("$Error.Count").One<int>());
        Assert.True(isQuiet == (result.Output.Count == 0), $"It wrote {result.Output.Count} objects.");
        bool isDry = code.Contains("-WhatIf", StringComparison.Ordinal);
        Assert.Equal(!isDry, server.Requests.Any(request => Regex.IsMatch($"{request.Method} {request.Path}", Requests[cmdlet], RegexOptions.IgnoreCase)));
        Assert.Equal(isDry, result.Console.Contains("What if:", StringComparison.Ordinal));
        Assert.Equal(Regex.Count(code, "Export-"), Directory.GetFiles(_folder).Count(file => new FileInfo(file).Length > 100));
        Assert.True(cmdlet switch
        {
            "Connect-RestoreServer" => Connections(shell) > 0,
            "Disconnect-RestoreServer" => Connections(shell) < Math.Max(1, connections),
            _ => true,
        });
    }

    private static int Connections(Shell shell) => shell.Run("Get-RestoreConnection").Output.Count;

    private static IEnumerable<string> Commands(string code) => Parser.ParseInput(code, out _, out _)
        .FindAll(ast => ast is CommandAst, true).Cast<CommandAst>().Select(command => command.GetCommandName()).Distinct();

    private static Shell Open(RestoreServer server, ConnectProxy proxy)
    {
        PSCredential credential = Site.Credential(server.Options.UserName, server.Options.Password);
        Shell shell = new(new ShellOptions
        {
            Variables = new Dictionary<string, object?>
            {
                ["standIn"] = new System.Collections.Hashtable(StringComparer.OrdinalIgnoreCase)
                {
                    ["Credential"] = credential,
                    ["Token"] = Site.Credential("token", server.IssueToken()).Password,
                    ["Thumbprint"] = server.Thumbprint,
                    ["Proxy"] = proxy.Address,
                },
            },
        });
        string surroundings = Path.Combine(BuiltModule.Root, "tests", "Pester", "Examples.ps1");
        Assert.Null(shell.Run($". '{surroundings}'").ErrorId);
        return shell;
    }
}
