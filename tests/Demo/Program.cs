using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Net;
using System.Threading.Tasks;
using FakeServer;
using HostedShell;

namespace Demo;

/// <summary>Runs demo.ps1 in a real PowerShell engine against the stand-in server, and shows what a person would see.</summary>
internal static class Program
{
    private static async Task<int> Main()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 1000 });
        using Shell shell = new(new ShellOptions
        {
            Colour = !System.Console.IsOutputRedirected,
            Variables = new Dictionary<string, object?>
            {
                ["server"] = server.Server,
                ["credential"] = new PSCredential(server.Options.UserName, new NetworkCredential("", server.Options.Password).SecurePassword),
                ["thumbprint"] = server.Thumbprint,
            },
        });

        ScriptBlockAst script = Parser.ParseFile(Path.Combine(AppContext.BaseDirectory, "demo.ps1"), out _, out ParseError[] errors);
        if (errors.Length > 0)
        {
            System.Console.Error.WriteLine(errors[0]);
            return 1;
        }

        foreach (StatementAst statement in script.EndBlock.Statements)
        {
            System.Console.WriteLine("PS> " + statement.Extent.Text);
            System.Console.Write(shell.Render(statement.Extent.Text));
            if (shell.Run("$Error.Count -gt 0").One<bool>())
            {
                return 1;
            }
        }

        return 0;
    }
}
