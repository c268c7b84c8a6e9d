using System.IO;
using System.Linq;
using System.Management.Automation.Language;
using Xunit;

namespace RestoreSessions.Tests;

/// <summary>The scripts that Windows PowerShell has to run, too.</summary>
public sealed class ScriptTests
{
    // Later than Windows PowerShell 5.1.
    private static readonly TokenKind[] TooNew = [TokenKind.QuestionMark, TokenKind.QuestionQuestion, TokenKind.QuestionQuestionEquals, TokenKind.QuestionDot, TokenKind.QuestionLBracket, TokenKind.AndAnd, TokenKind.OrOr, TokenKind.Clean];

    public static TheoryData<string> Scripts => [.. Directory.GetFiles(BuiltModule.Root, "*.ps1")
        .Concat(Directory.GetFiles(Path.Combine(BuiltModule.Root, "docs", "samples"), "*.ps1"))
        .Concat(Directory.GetFiles(Path.Combine(BuiltModule.Root, "tests", "Pester"), "*.ps1"))
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
}
