using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Help;

/// <summary>The topic about_RestoreSessions.</summary>
public sealed partial class AboutTests
{
    private static readonly string[] Lines = File.ReadAllText(Path.Combine(HelpPage.Folder, "about_RestoreSessions.help.txt")).TrimEnd('\n').Split('\n');

    private static IEnumerable<string> Troubleshooting => Lines.SkipWhile(line => line != "TROUBLESHOOTING").TakeWhile(line => line != "SEE ALSO");

    [Fact]
    public void get_help_finds_it()
    {
        using Shell shell = new();
        Assert.StartsWith("TOPIC\n    about_RestoreSessions", shell.Run("Get-Help about_RestoreSessions").One<string>(), StringComparison.Ordinal);
        Assert.StartsWith(Lines[4].Trim(), shell.Run("(Get-Help about_Restore*).Synopsis").One<string>().Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void it_reads_well_in_a_narrow_console_of_any_encoding() => Assert.All(
        Lines, line => Assert.True(line.Length <= 80 && line.All(c => c is >= ' ' and <= '~') && !line.EndsWith(' '), line));

    [Fact]
    public void it_knows_every_error_of_the_page_of_errors_and_no_other()
    {
        Assert.Equal(HelpPage.ErrorIds, Troubleshooting.Where(line => ErrorHeading().IsMatch(line)).Select(line => line.Trim()).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("    ", Troubleshooting.Zip(Troubleshooting.Skip(1)).Where(pair => ErrorHeading().IsMatch(pair.First)).Select(pair => pair.Second));
    }

    [Fact]
    public void its_code_is_powershell_and_uses_what_the_module_has()
    {
        using Shell shell = new();
        Dictionary<string, CommandInfo> own = shell.Run("Get-Command -Module RestoreSessions").As<CommandInfo>().ToDictionary(command => command.Name);
        string[] blocks = [.. CodeBlocks()];
        Assert.InRange(blocks.Length, 5, 30);
        foreach (string block in blocks)
        {
            ScriptBlockAst script = Parser.ParseInput(block, out _, out ParseError[] errors);
            Assert.True(errors.Length == 0, $"{block}\n{errors.FirstOrDefault()}");
            foreach (CommandAst command in script.FindAll(ast => ast is CommandAst, true).Cast<CommandAst>().Where(c => c.GetCommandName()?.Contains("-Restore", StringComparison.Ordinal) == true))
            {
                Assert.All(
                    command.CommandElements.OfType<CommandParameterAst>(),
                    parameter => Assert.True(own[command.GetCommandName()].Parameters.ContainsKey(parameter.ParameterName), $"{command}: there is no -{parameter.ParameterName}"));
            }
        }

        IEnumerable<string> mentioned = Lines.SelectMany(line => CmdletName().Matches(line).Select(match => match.Value)).Distinct();
        Assert.Empty(mentioned.Except(own.Keys));
    }

    // Text is indented by 4, code by 8; under TROUBLESHOOTING the text of an error is, too.
    private static IEnumerable<string> CodeBlocks()
    {
        List<string> block = [];
        foreach (string line in Lines.TakeWhile(line => line != "TROUBLESHOOTING"))
        {
            if (line.StartsWith("        ", StringComparison.Ordinal) || (line.Length == 0 && block.Count > 0))
            {
                block.Add(line);
            }
            else if (block.Count > 0)
            {
                yield return string.Join('\n', block);
                block = [];
            }
        }
    }

    [GeneratedRegex("^    [A-Z][A-Za-z]+$")]
    private static partial Regex ErrorHeading();

    [GeneratedRegex(@"\b[A-Z][a-z]+-Restore[A-Z]\w+")]
    private static partial Regex CmdletName();
}
