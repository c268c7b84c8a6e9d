using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Help;

/// <summary>The help says of each cmdlet what its code says, and leaves nothing out.</summary>
public sealed partial class HelpAndCodeTests
{
    private static readonly HashSet<string> Common = [.. PSCmdlet.CommonParameters];

    public static TheoryData<string> Cmdlets => [.. typeof(RestoreSession).Assembly.GetExportedTypes()
        .Select(type => type.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>().Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}")];

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void a_cmdlet_has_help_in_full(string name)
    {
        using Shell shell = new();
        dynamic help = shell.Run($"Get-Help {name} -Full").Output.Single();

        Assert.Equal("RestoreSessions.dll-Help.xml", HelpPage.All.Single(page => page.Name == name).Metadata["external help file"]);
        string synopsis = help.Synopsis;
        Assert.True(synopsis.Length > 20 && !synopsis.Contains(name, StringComparison.Ordinal), $"The synopsis is '{synopsis}': that is the syntax, or nothing.");
        Assert.True(Texts(shell, name, "description").Sum(text => text.Length) > 100, "The description is short.");
        string[] explanations = [.. shell.Run($"(Get-Help {name}).examples.example | ForEach-Object {{ $_.remarks[0].Text }}").As<string>()];
        Assert.InRange(explanations.Length, 3, 20);
        Assert.All(explanations, Assert.NotEmpty);

        IReadOnlyList<string> parameters = shell.Run($"(Get-Help {name}).parameters.parameter.name").As<string>();
        Assert.Equal(Command(shell, name).Parameters.Keys.Except(Common).Order(StringComparer.Ordinal), parameters.Order(StringComparer.Ordinal));
        Assert.All(parameters, parameter => Assert.True(
            string.Concat(shell.Run($"(Get-Help {name} -Parameter {parameter}).description.Text").As<string>()).Length > 20, $"-{parameter} is not described."));
    }

    [Fact]
    public void the_first_lines_of_the_listing_s_help_say_which_account_sees_what()
    {
        using Shell shell = new();
        Assert.StartsWith(
            "What a server lists depends on the account: an administrator sees the sessions of all users, another user only its own. The list is then partial, and nothing in it says so.",
            Texts(shell, "Get-RestoreSession", "description")[1],
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void its_online_link_is_the_same_for_get_help_and_get_command(string name)
    {
        using Shell shell = new();
        string uri = HelpPage.All.Single(page => page.Name == name).Metadata["HelpUri"];
        Assert.StartsWith("https://", uri, StringComparison.Ordinal);
        Assert.Equal(uri, shell.Run($"(Get-Command {name}).HelpUri").One<string>());
        Assert.Equal(uri, shell.Run($"(Get-Help {name}).relatedLinks.navigationLink[0].uri").One<string>());
        IEnumerable<string> others = shell.Run($"(Get-Help {name}).relatedLinks.navigationLink.linkText").As<string>().Skip(1);
        Assert.Contains("about_RestoreSessions", others);
        Assert.All(others.Except(["about_RestoreSessions"]), other => Assert.NotNull(Command(shell, other)));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void its_parameters_are_as_the_code_has_them(string name)
    {
        using Shell shell = new();
        CmdletInfo command = Command(shell, name);
        HelpPage page = HelpPage.All.Single(p => p.Name == name);
        object instance = Activator.CreateInstance(command.ImplementingType)!;
        foreach (ParameterMetadata parameter in command.Parameters.Values.Where(p => !Common.Contains(p.Name)))
        {
            ParameterData data = page.Parameter(parameter.Name);
            Assert.Equal($"{parameter.Name}: {Describe(command, parameter)}", $"{parameter.Name}: {data}");
            AssertDefault(data, parameter, command.ImplementingType.GetProperty(parameter.Name)?.GetValue(instance));
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void its_syntax_types_and_sections_are_as_the_code_has_them(string name)
    {
        using Shell shell = new();
        CmdletInfo command = Command(shell, name);
        HelpPage page = HelpPage.All.Single(p => p.Name == name);
        Assert.Equal(
            ["SYNOPSIS", "SYNTAX", "ALIASES", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"], page.Sections);
        Assert.Equal(
            command.ParameterSets.OrderByDescending(set => set.IsDefault).Select(set => $"{Title(command, set)}\n{name} {set}"),
            page.Topics("SYNTAX").Select(topic => $"{topic}\n{Space().Replace(page.Code("SYNTAX", topic), " ")}"));
        Assert.Equal(
            command.Parameters.Values.Where(TakesPipeline).Select(p => Name(p.ParameterType)).Distinct().DefaultIfEmpty("None"), page.Topics("INPUTS"));
        Assert.Equal(command.OutputType.Select(type => type.Name == "System.Void" ? "None" : type.Name), page.Topics("OUTPUTS"));
        Assert.Equal(["This cmdlet has no aliases."], page.Paragraphs("ALIASES"));
        Assert.Equal($"cmdlet {name} RestoreSessions en-US 2024-05-01", string.Join(' ', new[] { "document type", "title", "Module Name", "Locale", "PlatyPS schema version" }.Select(key => page.Metadata[key])));
    }

    private static CmdletInfo Command(Shell shell, string name) => shell.Run($"Get-Command {name} -Module RestoreSessions").One<CmdletInfo>();

    private static IReadOnlyList<string> Texts(Shell shell, string name, string path) => shell.Run($"(Get-Help {name}).{path}.Text").As<string>();

    private static string Describe(CommandInfo command, ParameterMetadata parameter) => new ParameterData
    {
        Type = Name(parameter.ParameterType),
        SupportsWildcards = parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
        Aliases = [.. parameter.Aliases],
        AcceptedValues = (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) is { IsEnum: true } choice ? [.. Enum.GetNames(choice)] : [],
        HelpMessage = parameter.Attributes.OfType<ParameterAttribute>().First().HelpMessage ?? "",
        ParameterSets = [.. parameter.ParameterSets.Select(set => new ParameterSetData
        {
            Name = set.Key == ParameterAttribute.AllParameterSets ? "(All)" : set.Key,
            Position = set.Value.Position < 0 ? "Named" : $"{set.Value.Position}",
            IsRequired = set.Value.IsMandatory,
            ValueFromPipeline = set.Value.ValueFromPipeline,
            ValueFromPipelineByPropertyName = set.Value.ValueFromPipelineByPropertyName,
            ValueFromRemainingArguments = set.Value.ValueFromRemainingArguments,
        })],
    }.ToString();

    // What no value stands for may be told in words.
    private static void AssertDefault(ParameterData data, ParameterMetadata parameter, object? value)
    {
        if (data.ParameterSets.Any(set => set.IsRequired))
        {
            Assert.Equal("", data.DefaultValue);
        }
        else if (parameter.ParameterType == typeof(SwitchParameter))
        {
            Assert.Equal("False", data.DefaultValue);
        }
        else if (value is null || (value is int number && parameter.Attributes.OfType<ValidateRangeAttribute>().Any(range => number < (int)range.MinRange)))
        {
            Assert.False(string.IsNullOrEmpty(data.DefaultValue) || int.TryParse(data.DefaultValue, out _), $"-{parameter.Name} has no default value '{data.DefaultValue}'.");
        }
        else
        {
            Assert.Equal(value.ToString(), data.DefaultValue);
        }
    }

    private static bool TakesPipeline(ParameterMetadata parameter) =>
        parameter.ParameterSets.Values.Any(set => set.ValueFromPipeline || set.ValueFromPipelineByPropertyName);

    private static string Name(Type type) => (Nullable.GetUnderlyingType(type) ?? type).FullName!;

    private static string Title(CommandInfo command, CommandParameterSetInfo set) =>
        set.Name == ParameterAttribute.AllParameterSets ? "__AllParameterSets" : set.IsDefault ? set.Name + " (Default)" : set.Name;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
