using System.Management.Automation.Language;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests;

/// <summary>The scripts that Windows PowerShell has to run, too.</summary>
public sealed class ScriptTests
{
    // Later than Windows PowerShell 5.1.
    private static readonly TokenKind[] TooNew = [TokenKind.QuestionMark, TokenKind.QuestionQuestion, TokenKind.QuestionQuestionEquals, TokenKind.QuestionDot, TokenKind.QuestionLBracket, TokenKind.AndAnd, TokenKind.OrOr, TokenKind.Clean];

    public static TheoryData<string> Scripts => [.. new[] { "", ".github", "docs/samples", "tests/Pester" }
        .SelectMany(folder => Directory.GetFiles(Path.Combine(BuiltModule.Root, folder), "*.ps1"))
        .Select(file => Path.GetRelativePath(BuiltModule.Root, file))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void a_script_is_ascii_and_uses_nothing_newer_than_windows_powershell(string script)
    {
        string file = Path.Combine(BuiltModule.Root, script);
        Parser.ParseFile(file, out Token[] tokens, out ParseError[] errors);
        Assert.Empty(errors);
        Assert.DoesNotContain(tokens, token => TooNew.Contains(token.Kind));
        Assert.DoesNotContain(File.ReadAllBytes(file), b => b > 127);
    }

    [Fact]
    public void the_build_script_is_started_by_its_name_and_has_help()
    {
        string file = Path.Combine(BuiltModule.Root, "build.ps1");
        Assert.StartsWith("#!/usr/bin/env pwsh\n", File.ReadAllText(file), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserExecute, File.GetUnixFileMode(file) & UnixFileMode.UserExecute);
        }

        // PowerShell takes a comment for help only where nothing but comments and empty lines stand before it.
        using Shell shell = new();
        Assert.StartsWith("Builds, tests and packs", shell.Run($"(Get-Help '{file}').Synopsis").One<string>(), StringComparison.Ordinal);
    }
}
