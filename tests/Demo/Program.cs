using System.Diagnostics;
using System.Reflection;
using FakeServer;
using ShellPackages;

namespace Demo;

/// <summary>Runs demo.ps1 in PowerShell, on this terminal, against the stand-in server, whose sessions end now. Leaves its report in out/demo.html.</summary>
internal static class Program
{
    private static async Task<int> Main()
    {
        await using RestoreServer server = await RestoreServer.StartAsync(new ServerOptions { SessionCount = 1000, Anchor = DateTime.UtcNow });
        Office.Furnish(server.Sessions);
        string module = typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Module").Value!;
        ProcessStartInfo start = PackagedShell.Start(
            PackagedShell.Path,
            ["-NoLogo", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", Path.Combine(AppContext.BaseDirectory, "show.ps1"),
            module, server.Server, server.Thumbprint, server.Options.UserName, Path.GetFullPath(Path.Combine(module, "..", "..", "demo.html"))]);
        if (Console.IsOutputRedirected)
        {
            // PowerShell writes colours into files, too, unless it is told not to.
            start.Environment["NO_COLOR"] = "1";
        }

        start.Environment["DEMO_PASSWORD"] = server.Options.Password;
        using Process shell = Process.Start(start)!;
        await shell.WaitForExitAsync();
        return shell.ExitCode;
    }
}
