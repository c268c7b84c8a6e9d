using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>A script that never ends fails its own test, with its text, and holds up no other.</summary>
public sealed class ShellLimitTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public void a_script_that_does_not_end_is_stopped_and_told_and_the_shell_goes_on()
    {
        using Shell shell = new() { Limit = Short };
        TimeoutException e = Assert.Throws<TimeoutException>(() => shell.Run("while ($true) { Start-Sleep 1 }"));
        Assert.Equal("The script did not end within 0.3 s: while ($true) { Start-Sleep 1 }", e.Message);
        Assert.Throws<TimeoutException>(() => shell.Render("Start-Sleep 1000"));
        shell.Limit = TimeSpan.FromMinutes(3);
        Assert.Equal(2, shell.Run("1 + 1").One<int>());
    }

    [Fact]
    public void a_script_that_does_not_even_stop_is_told_and_its_shell_is_left_behind()
    {
        using ManualResetEventSlim end = new();
        using Shell shell = new();
        shell.Runspace.SessionStateProxy.SetVariable("end", end);
        shell.Limit = Short;
        using Invocation stuck = shell.Begin("$null = $end.Wait(600000)");
        Assert.Equal("The script did not stop within 0.3 s: $null = $end.Wait(600000)", Assert.Throws<TimeoutException>(stuck.Wait).Message);
        stuck.Dispose();
        shell.Dispose();
        end.Set();
        shell.Runspace.Dispose();
    }
}
