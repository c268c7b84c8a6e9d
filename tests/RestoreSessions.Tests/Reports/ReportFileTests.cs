using System.Diagnostics;
using FakeServer;
using HostedShell;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Reports;

public sealed class ReportFileTests
{
    private const string Id = ",RestoreSessions.Commands.ExportRestoreSessionReportCommand";
    private const string Session = "[RestoreSessions.RestoreSession]@{ Name = 'mock' }";

    [Fact]
    public void a_path_starts_from_powershells_place_and_not_from_the_process()
    {
        using Shell shell = new();
        using Folder folder = new();
        FileInfo file = shell.Run($"{At(folder)}; {Session} | Export-RestoreSessionReport audit.html -PassThru").One<FileInfo>();
        Assert.Equal(folder.File(), file.FullName);
        Assert.Equal(["audit.html"], folder.Files);
        Assert.True(file.Length > 1000);
    }

    [Fact]
    public void a_name_with_wildcard_characters_is_a_name()
    {
        using Shell shell = new();
        using Folder folder = new();
        Assert.Null(shell.Run($"{At(folder)}; Export-RestoreSessionReport 'a [1].html' ({Session})").ErrorId);
        Assert.Equal(["a [1].html"], folder.Files);
    }

    [Fact]
    public void a_drive_of_the_user_leads_to_its_folder()
    {
        using Shell shell = new();
        using Folder folder = new();
        Assert.Null(shell.Run($"$path = $ExecutionContext.SessionState; $provider = $path.Provider.GetOne('FileSystem'); $null = $path.Drive.New([System.Management.Automation.PSDriveInfo]::new('audit', $provider, '{folder.Path}', '', $null), 'global'); {Session} | Export-RestoreSessionReport audit:/a.html").ErrorId);
        Assert.Equal(["a.html"], folder.Files);
    }

    [Theory]
    [InlineData("variable:a")]
    [InlineData("nowhere:/a.html")]
    [InlineData("nothing::a.html")]
    public void what_is_no_path_of_a_file_is_an_error(string path)
    {
        using Shell shell = new();
        ShellResult result = shell.Run($"{Session} | Export-RestoreSessionReport {path}");
        Assert.Equal("InvalidReportPath" + Id, result.ErrorId);
        Assert.Equal(path, result.Errors[0].TargetObject);
    }

    [Theory]
    [InlineData("")]
    [InlineData("missing/audit.html")]
    [InlineData("file/audit.html")]
    public void where_no_file_can_be_is_an_error_before_any_session_is_read(string name)
    {
        using Shell shell = new();
        using Folder folder = new();
        File.WriteAllText(folder.File("file"), "");
        ShellResult result = shell.Run($"& {{ $global:ran = $true; {Session} }} | Export-RestoreSessionReport '{folder.File(name)}'");
        Assert.Equal("ReportNotWritten" + Id, result.ErrorId);
        Assert.Null(shell.Run("$global:ran").Output[0]);
        Assert.Equal(["file"], folder.Files);
    }

    [Fact]
    public void a_name_that_is_too_long_is_an_error_before_any_session_is_read()
    {
        using Shell shell = new();
        using Folder folder = new();
        ShellResult result = shell.Run($"& {{ $global:ran = $true; {Session} }} | Export-RestoreSessionReport '{folder.File(new string('a', 300))}'");
        Assert.Equal("ReportNotWritten" + Id, result.ErrorId);
        Assert.EndsWith(".", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Null(shell.Run("$global:ran").Output[0]);
    }

    [Theory]
    [InlineData("NUL")]
    [InlineData("con.html")]
    [InlineData(@"C:\windows\temp\COM1")]
    public void the_name_of_a_device_of_windows_is_an_error(string path)
    {
        using Shell shell = new();
        using Folder folder = new();
        string? id = shell.Run($"{At(folder)}; {Session} | Export-RestoreSessionReport '{path}'").ErrorId;

        // Windows 11 takes con.html for a file, as other systems do with every name that has no drive in it.
        Assert.True(id == "InvalidReportPath" + Id || (id is null && folder.Files.Contains(path)), id);
    }

    [Fact]
    public void a_file_is_replaced_unless_it_shall_not_be()
    {
        using Shell shell = new();
        using Folder folder = new();
        File.WriteAllText(folder.File(), "old");
        ShellResult refused = shell.Run($"{Session} | Export-RestoreSessionReport '{folder.File()}' -NoClobber -Force");
        Assert.Equal("ReportExists" + Id, refused.ErrorId);
        Assert.Equal(folder.File(), refused.Errors[0].TargetObject);
        Assert.Equal("old", File.ReadAllText(folder.File()));
        Assert.Null(shell.Run($"{Session} | Export-RestoreSessionReport '{folder.File()}'").ErrorId);
        Assert.Equal(["mock"], ReportDocument.Open(folder.File()).Column("name"));
        Assert.Null(shell.Run($"{Session} | Export-RestoreSessionReport '{folder.File("new.html")}' -NoClobber").ErrorId);
        Assert.Equal(["audit.html", "new.html"], folder.Files);
    }

    [Fact]
    public void a_file_that_appears_meanwhile_is_not_replaced_either()
    {
        using Shell shell = new();
        using Folder folder = new();
        ShellResult refused = shell.Run($"1 | ForEach-Object {{ [IO.File]::WriteAllText('{folder.File()}', 'another'); {Session} }} | Export-RestoreSessionReport '{folder.File()}' -NoClobber");
        Assert.Equal("ReportExists" + Id, refused.ErrorId);
        Assert.Equal("another", File.ReadAllText(folder.File()));
        Assert.Single(folder.Files);
    }

    [Fact]
    public void a_read_only_file_is_replaced_by_force_alone_and_stays_read_only()
    {
        using Shell shell = new();
        using Folder folder = new();
        File.WriteAllText(folder.File(), "old");
        File.SetAttributes(folder.File(), FileAttributes.ReadOnly);
        ShellResult refused = shell.Run($"{Session} | Export-RestoreSessionReport '{folder.File()}'");
        Assert.Equal("ReportNotWritten" + Id, refused.ErrorId);
        Assert.Contains("-Force", refused.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(folder.File()));
        Assert.Null(shell.Run($"{Session} | Export-RestoreSessionReport '{folder.File()}' -Force").ErrorId);
        Assert.Equal(["mock"], ReportDocument.Open(folder.File()).Column("name"));
        Assert.True(File.GetAttributes(folder.File()).HasFlag(FileAttributes.ReadOnly));
        Assert.Equal(["audit.html"], folder.Files);
        File.SetAttributes(folder.File(), FileAttributes.Normal);
    }

    [Fact]
    public void a_file_that_others_may_not_read_stays_so()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows keeps the rights of a file by itself.");
            return;
        }

        using Shell shell = new();
        using Folder folder = new();
        File.WriteAllText(folder.File(), "old");
        File.SetUnixFileMode(folder.File(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Null(shell.Run($"{Session} | Export-RestoreSessionReport '{folder.File()}'").ErrorId);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File()));
        Assert.NotEqual("old", File.ReadAllText(folder.File()));
    }

    [Fact]
    public async Task a_named_pipe_is_written_to_and_ctrl_c_ends_the_wait_for_a_reader()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes among its files.");
        using Folder folder = new();
        using (Process made = Process.Start("mkfifo", folder.File()))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, made.ExitCode);
        }

        using Shell shell = new();
        Task<string> read = Task.Factory.StartNew(() => File.ReadAllText(folder.File()), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.Null((await shell.RunAsync($"{Session} | Export-RestoreSessionReport '{folder.File()}'").WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).ErrorId);
        Assert.EndsWith("</html>\n", await read, StringComparison.Ordinal);

        using FileSystemWatcher watcher = new(Path.GetTempPath(), "tmp*.tmp");
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => begun.TrySetResult();
        watcher.EnableRaisingEvents = true;
        using Invocation export = shell.Begin($"{Session} | Export-RestoreSessionReport '{folder.File()}' -PassThru");
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await Task.Run(export.Stop, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Empty(export.Wait().Output);

        // Lets the thread go that still waits, if it had got so far. Nothing is written any more.
        using FileStream opener = new(folder.File(), FileMode.Open, FileAccess.ReadWrite);
    }

    [Fact]
    public void a_link_stays_a_link_and_a_device_a_device()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows only administrators make links.");
        using Shell shell = new();
        using Folder folder = new();
        File.WriteAllText(folder.File("there.html"), "old");
        File.CreateSymbolicLink(folder.File(), folder.File("there.html"));
        Assert.Null(shell.Run($"{Session} | Export-RestoreSessionReport '{folder.File()}'").ErrorId);
        Assert.Equal(folder.File("there.html"), new FileInfo(folder.File()).LinkTarget);
        Assert.Equal(["mock"], ReportDocument.Open(folder.File("there.html")).Column("name"));
        Assert.Equal(["audit.html", "there.html"], folder.Files);

        // It has no room for anything, ever.
        Assert.Equal("ReportNotWritten" + Id, shell.Run($"{Session} | Export-RestoreSessionReport /dev/full").ErrorId);
        Assert.ThrowsAny<SystemException>(() => File.WriteAllText("/dev/full", "no room"));
    }

    [Fact]
    public async Task ctrl_c_while_events_are_read_leaves_the_old_file()
    {
        await using ShellFixture fixture = await ShellFixture.OpenAsync(new ServerOptions { SessionCount = 20 });
        using Folder folder = new();
        File.WriteAllText(folder.File(), "old");
        fixture.Server.Faults.Add(Fault.StallHeaders(), "/events", skip: 10);
        using Invocation export = fixture.Shell.Begin($"Get-RestoreSession | Export-RestoreSessionReport '{folder.File()}' -IncludeEvent -PassThru");
        await fixture.Server.Faults.WaitUntilStalledAsync();
        export.Stop();
        Assert.Empty(export.Wait().Output);
        Assert.Equal("old", File.ReadAllText(folder.File()));
        Assert.Equal(["audit.html"], folder.Files);
    }

    [Fact]
    public async Task ctrl_c_while_the_page_is_made_leaves_the_old_file()
    {
        using Folder folder = new();
        RestoreSession[] sessions = new RestoreSession[500_000];
        Array.Fill(sessions, new RestoreSession { Name = new string('n', 100) });
        using Shell shell = new(new ShellOptions { Variables = new Dictionary<string, object?> { ["sessions"] = sessions } });
        File.WriteAllText(folder.File(), "old");
        using FileSystemWatcher watcher = new(folder.Path, ".RestoreSessions-*");
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => begun.TrySetResult();
        watcher.EnableRaisingEvents = true;
        using Invocation export = shell.Begin($"Export-RestoreSessionReport '{folder.File()}' $sessions -PassThru");
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        export.Stop();
        Assert.Empty(export.Wait().Output);
        Assert.Equal("old", File.ReadAllText(folder.File()));
        Assert.Equal(["audit.html"], folder.Files);
    }

    // The engine alone has no Set-Location.
    private static string At(Folder folder) => $"$null = $ExecutionContext.SessionState.Path.SetLocation('{folder.Path}')";
}
