using System.Diagnostics;
using HostedShell;
using RestoreSessions.Report;
using RestoreSessions.Tests.Hosted;
using ShellPackages;
using Xunit;

namespace RestoreSessions.Tests.Reports;

/// <summary>How a report takes the place of an older one: in one step, and with nothing left behind.</summary>
public sealed class ReportDraftTests
{
    private const string Id = ",RestoreSessions.Commands.ExportRestoreSessionReportCommand";
    private const string Session = "[RestoreSessions.RestoreSession]@{ Name = 'mock' }";
    private const string NoUnix = "Windows has neither these rights nor these files.";
    private static readonly string Old = new('o', 100_000);

    [Fact]
    public void a_full_disk_leaves_the_old_report_as_it_was_and_nothing_beside_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can mount a small disk.");
        using Folder folder = new();
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.Path) == 0, "No small disk could be mounted.");
        try
        {
            File.WriteAllText(folder.File(), Old);
            using Shell shell = new();
            ShellResult result = shell.Run($"1..2000 | ForEach-Object {{ {Session} }} | Export-RestoreSessionReport '{folder.File()}'");
            Assert.Equal("ReportNotWritten" + Id, result.ErrorId);
            Assert.Contains("No space left", result.Errors[0].ToString(), StringComparison.Ordinal);
            Assert.Equal(Old, File.ReadAllText(folder.File()));
            Assert.Equal(["audit.html"], folder.Files);
            Assert.Equal("ReportNotWritten" + Id, shell.Run($"1..2000 | ForEach-Object {{ {Session} }} | Export-RestoreSessionReport '{folder.File("new.html")}'").ErrorId);
            Assert.Equal(["audit.html"], folder.Files);
            Assert.Null(shell.Run($"{Session} | Export-RestoreSessionReport '{folder.File()}'").ErrorId);
            Assert.Equal(["mock"], ReportDocument.Open(folder.File()).Column("name"));
        }
        finally
        {
            Run("umount", folder.Path);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void who_reads_meanwhile_reads_a_whole_report(bool isLink)
    {
        Assert.SkipWhen(isLink && OperatingSystem.IsWindows(), "On Windows only administrators make links.");
        using Shell shell = new();
        using Folder folder = new();
        string report = folder.File(isLink ? "there.html" : "audit.html");
        File.WriteAllText(report, Old);
        if (isLink)
        {
            File.CreateSymbolicLink(folder.File(), report);
        }

        using FileStream early = new(folder.File(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        New(folder).Write(Find(folder.File(), shell), text =>
        {
            text.Write("new, ");
            text.Flush();
            Assert.Equal(Old, File.ReadAllText(folder.File()));
            Assert.Equal(isLink ? 3 : 2, folder.Files.Count());
            text.Write("and whole");
        }, CancellationToken.None);
        using StreamReader reader = new(early);
        Assert.Equal(Old, reader.ReadToEnd());
        Assert.Equal("new, and whole", File.ReadAllText(report));
        Assert.Equal(isLink ? ["audit.html", "there.html"] : ["audit.html"], folder.Files);
        Assert.Equal(isLink ? report : null, new FileInfo(folder.File()).LinkTarget);
    }

    [Fact]
    public void a_page_that_is_not_finished_leaves_the_old_file_and_no_other()
    {
        using Shell shell = new();
        using Folder folder = new();
        File.WriteAllText(folder.File(), Old);
        foreach (RegularFile? place in new[] { Find(folder.File(), shell), null })
        {
            string? draft = null;
            Assert.Throws<InvalidOperationException>(() => New(folder).Write(
                place,
                text =>
                {
                    text.Write("half");
                    text.Flush();
                    draft = ((FileStream)((StreamWriter)text).BaseStream).Name;
                    Assert.Equal(place is null, Path.GetDirectoryName(draft) != folder.Path);
                    throw new InvalidOperationException();
                },
                CancellationToken.None));
            Assert.False(File.Exists(draft));
            Assert.Equal(Old, File.ReadAllText(folder.File()));
            Assert.Equal(["audit.html"], folder.Files);
        }
    }

    [Theory]
    [InlineData("audit.html", 1)]
    [InlineData("pipe", 0)]
    public async Task a_kill_leaves_the_old_report_and_at_most_a_hidden_draft_that_a_report_of_a_later_day_removes(string name, int drafts)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), NoUnix);
        using Folder folder = new();
        using Folder temporary = new();
        File.WriteAllText(folder.File(), Old);
        Run("mkfifo", folder.File("pipe"));
        string script = folder.File("child.ps1");
        await File.WriteAllTextAsync(script, $$"""
            Import-Module '{{Shell.ModulePath}}'
            $types = [RestoreSessions.RestoreSession].Assembly
            $file = [activator]::CreateInstance($types.GetType('RestoreSessions.Report.ReportFile'), @('{{folder.File(name)}}', $false, $true))
            $place = $types.GetType('RestoreSessions.Report.RegularFile').GetMethod('Find').Invoke($null, @('{{folder.File(name)}}', [Func[string, psobject]] { param($path) Get-Item -LiteralPath $path }))
            $file.GetType().GetMethod('Write').Invoke($file, @($place, [Action[IO.TextWriter]] { param($text) $text.Write('half'); $text.Flush(); 'ready' | Out-Host; Start-Sleep 600 }, [Threading.CancellationToken]::None))
            """, TestContext.Current.CancellationToken);
        await using (ChildProcess child = new(PackagedShell.Path, ["-NoProfile", "-NonInteractive", "-File", script], new System.Collections.Generic.Dictionary<string, string> { ["TMPDIR"] = temporary.Path }))
        {
            Assert.Equal("ready", await child.ReadLineAsync());
        }

        File.Delete(script);
        Assert.Equal(Old, File.ReadAllText(folder.File()));
        Assert.DoesNotContain(temporary.Files, file => file.StartsWith("tmp", StringComparison.Ordinal));
        string[] left = [.. folder.Files.Except(["audit.html", "pipe"])];
        Assert.Equal(drafts, left.Length);
        Assert.All(left, file => Assert.StartsWith(".RestoreSessions-", file, StringComparison.Ordinal));

        // One that may still be written stays.
        using Shell shell = new();
        Assert.Null(shell.Run($"{Session} | Export-RestoreSessionReport '{folder.File("other.html")}'").ErrorId);
        Assert.Equal(left, folder.Files.Except(["audit.html", "pipe", "other.html"]));
        left.ToList().ForEach(file => File.SetLastWriteTimeUtc(folder.File(file), DateTime.UtcNow.AddDays(-2)));
        Assert.Null(shell.Run($"{Session} | Export-RestoreSessionReport '{folder.File("other.html")}'").ErrorId);
        Assert.Equal(["audit.html", "other.html", "pipe"], folder.Files);
    }

    [Theory]
    [InlineData("640", "0")]
    [InlineData("600", "0")]
    [InlineData("664", "65534")]
    [InlineData("2666", "65534")]
    public void owner_group_and_mode_stay_and_nobody_else_reads_the_draft(string mode, string owner)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), NoUnix);
        Assert.SkipUnless(Environment.IsPrivilegedProcess || owner == "0", "Only root gives a file away.");
        using Shell shell = new();
        using Folder folder = new();
        File.WriteAllText(folder.File(), Old);
        Assert.True(owner == "0" || Run("chown", $"{owner}:{owner}", folder.File()) == 0);
        Assert.Equal(0, Run("chmod", mode, folder.File()));
        string[] rights = Rights(folder.File());
        string[] ofDraft = [];
        New(folder).Write(Find(folder.File(), shell), text =>
        {
            ofDraft = Rights(folder.File(folder.Files.First()));
            text.Write("new");
        }, CancellationToken.None);
        Assert.Equal(rights, ofDraft);
        Assert.Equal(rights, Rights(folder.File()));
        Assert.Equal("new", File.ReadAllText(folder.File()));

        string[] Rights(string path) => [.. shell.Run($"(Get-Item -Force -LiteralPath '{path}').UnixStat | ForEach-Object {{ $_.Mode, $_.UserId, $_.GroupId }}").As<int>().Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))];
    }

    [Fact]
    public void all_names_of_a_file_show_the_new_report()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), NoUnix);
        using Shell shell = new();
        using Folder folder = new();
        File.WriteAllText(folder.File(), Old);
        Assert.Equal(0, Run("ln", folder.File(), folder.File("same.html")));
        Assert.Null(shell.Run($"{Session} | Export-RestoreSessionReport '{folder.File()}'").ErrorId);
        Assert.Equal(["mock"], ReportDocument.Open(folder.File("same.html")).Column("name"));
        Assert.Equal(["audit.html", "same.html"], folder.Files);
    }

    [Fact]
    public void a_link_of_a_folder_that_is_a_link_leads_to_the_right_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), NoUnix);
        using Shell shell = new();
        using Folder folder = new();
        Directory.CreateDirectory(folder.File("data/five"));
        File.WriteAllText(folder.File("data/there.html"), Old);
        File.WriteAllText(folder.File("there.html"), "another");
        Directory.CreateSymbolicLink(folder.File("current"), folder.File("data/five"));
        File.CreateSymbolicLink(folder.File("data/five/audit.html"), "../there.html");

        // From wherever the shell is: the path of the file is that of no other provider.
        Assert.Null(shell.Run($"$null = $ExecutionContext.SessionState.Path.SetLocation('Variable:'); {Session} | Export-RestoreSessionReport '{folder.File("current/audit.html")}'").ErrorId);
        Assert.Equal(["mock"], ReportDocument.Open(folder.File("data/there.html")).Column("name"));
        Assert.Equal("another", File.ReadAllText(folder.File("there.html")));
        Assert.Equal("../there.html", new FileInfo(folder.File("data/five/audit.html")).LinkTarget);
    }

    [Fact]
    public void a_link_to_a_full_device_and_one_that_leads_nowhere_are_written_through()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a device without room.");
        using Shell shell = new();
        using Folder folder = new();
        File.CreateSymbolicLink(folder.File(), "/dev/full");
        Assert.Equal("ReportNotWritten" + Id, shell.Run($"{Session} | Export-RestoreSessionReport '{folder.File()}'").ErrorId);
        Assert.Equal("/dev/full", new FileInfo(folder.File()).LinkTarget);
        File.CreateSymbolicLink(folder.File("dangling.html"), "new.html");
        Assert.Null(shell.Run($"{Session} | Export-RestoreSessionReport '{folder.File("dangling.html")}'").ErrorId);
        Assert.Equal(["mock"], ReportDocument.Open(folder.File("new.html")).Column("name"));
        Assert.Equal(["audit.html", "dangling.html", "new.html"], folder.Files);
    }

    [Fact]
    public async Task what_the_shell_writes_to_is_written_and_not_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), NoUnix);
        using Folder folder = new();
        string script = folder.File("child.ps1");
        await File.WriteAllTextAsync(script, $"Import-Module '{Shell.ModulePath}'; {Session} | Export-RestoreSessionReport /dev/stdout", TestContext.Current.CancellationToken);
        ProcessStartInfo start = PackagedShell.Start(PackagedShell.Path, "-NoProfile", "-NonInteractive", "-File", script);
        Assert.Equal(0, Run("sh", ["-c", "\"$@\" > \"$0\"; ln \"$0\" \"$0.same\"", folder.File(), start.FileName, .. start.ArgumentList]));
        Assert.Contains("</html>", File.ReadAllText(folder.File()), StringComparison.Ordinal);
        File.Delete(script);
        Assert.Equal(["audit.html", "audit.html.same"], folder.Files);
    }

    [Fact]
    public void a_folder_in_which_only_the_reports_name_fits_has_its_report_written_as_it_stands()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limits are those of Linux.");
        using Shell shell = new();
        using Folder folder = new();
        string deep = folder.Path;
        while (deep.Length < 4095 - 256)
        {
            deep = Path.Combine(deep, new string('d', 200));
        }

        deep = Path.Combine(deep, new string('d', 4095 - "/a.html".Length - deep.Length - 2));
        Directory.CreateDirectory(deep);
        string report = Path.Combine(deep, "a.html");
        foreach (string name in new[] { "mock", "again" })
        {
            Assert.Null(shell.Run($"[RestoreSessions.RestoreSession]@{{ Name = '{name}' }} | Export-RestoreSessionReport '{report}'").ErrorId);
            Assert.Equal([name], ReportDocument.Open(report).Column("name"));
        }
    }

    private static ReportFile New(Folder folder) => new(folder.File(), isForced: false, mayReplace: true);

    private static RegularFile? Find(string path, Shell shell) => RegularFile.Find(path, at => shell.Run($"Get-Item -LiteralPath '{at}'").Output.Single());

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
