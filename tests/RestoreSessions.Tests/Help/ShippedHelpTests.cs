using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace RestoreSessions.Tests.Help;

/// <summary>What Get-Help reads is made from the pages of docs/en-US by <c>./build.ps1 Docs</c>. Whoever forgets that learns it here.</summary>
public sealed partial class ShippedHelpTests
{
    private const string Hint = "Run ./build.ps1 Docs.";

    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";

    private static readonly string Source = Path.Combine(HelpPage.Folder, "RestoreSessions.dll-Help.xml");

    public static TheoryData<string> Pages => [.. HelpPage.All.Select(page => page.Name)];

    [Fact]
    public void every_page_is_in_it_and_nothing_else() => Same(
        HelpPage.All.Select(page => page.Name),
        XDocument.Load(Source).Root!.Elements().Select(command => command.Descendants(Command + "name").First().Value));

    [Theory]
    [MemberData(nameof(Pages))]
    public void it_says_what_the_page_says(string name)
    {
        HelpPage page = HelpPage.All.Single(p => p.Name == name);
        XElement help = XDocument.Load(Source).Root!.Elements().Single(command => command.Descendants(Command + "name").First().Value == name);

        Same(page.Paragraphs("SYNOPSIS"), Paragraphs(help.Element(Command + "details")!.Element(Maml + "description")!));
        Same(page.Paragraphs("DESCRIPTION"), Paragraphs(help.Element(Maml + "description")!));
        Same(page.Paragraphs("NOTES"), Paragraphs(help.Element(Maml + "alertSet")!.Element(Maml + "alert")!));
        Same(
            page.Topics("SYNTAX").Select(topic => Names(ParameterName().Matches(page.Code("SYNTAX", topic)).Select(match => match.Groups[1].Value))),
            help.Element(Command + "syntax")!.Elements().Select(item => Names(item.Elements(Command + "parameter").Select(parameter => parameter.Element(Maml + "name")!.Value))));
        Same(
            page.Topics("EXAMPLES").Select(topic => $"--------- {topic} ---------\n{page.Code("EXAMPLES", topic)}\n{Join(page.Paragraphs("EXAMPLES", topic))}\n"),
            help.Element(Command + "examples")!.Elements().Select(example =>
                $"{example.Element(Maml + "title")!.Value}\n{example.Element(Dev + "code")!.Value}\n{Join(Paragraphs(example.Element(Dev + "remarks")!))}"));
        Same(
            page.Topics("PARAMETERS").Where(topic => topic != "CommonParameters").Select(topic => Describe(topic[1..], page.Paragraphs("PARAMETERS", topic), page.Parameter(topic[1..]))),
            help.Element(Command + "parameters")!.Elements().Select(Describe));
        Same(page.Topics("INPUTS").Select(topic => $"{topic}: {Join(page.Paragraphs("INPUTS", topic))}"), help.Element(Command + "inputTypes")!.Elements().Select(Type));
        Same(page.Topics("OUTPUTS").Select(topic => $"{topic}: {Join(page.Paragraphs("OUTPUTS", topic))}"), help.Element(Command + "returnValues")!.Elements().Select(Type));
        Same(
            page.Links.Select(link => $"{link.Text} {(link.Uri.StartsWith("https://", StringComparison.Ordinal) ? link.Uri : "")}"),
            help.Element(Command + "relatedLinks")!.Elements().Select(link => $"{link.Element(Maml + "linkText")!.Value} {link.Element(Maml + "uri")?.Value}"));
    }

    [Fact]
    public void it_has_neither_a_byte_order_mark_nor_carriage_returns()
    {
        byte[] bytes = File.ReadAllBytes(Source);
        Assert.Equal((byte)'<', bytes[0]);
        Assert.Equal((byte)'\n', bytes[^1]);
        Assert.DoesNotContain((byte)'\r', bytes);
    }

    [Fact]
    public void the_build_ships_it_beside_the_topic_about_the_module() => Assert.All(
        ["RestoreSessions.dll-Help.xml", "about_RestoreSessions.help.txt"],
        file => Assert.Equal(File.ReadAllText(Path.Combine(HelpPage.Folder, file)), File.ReadAllText(Path.Combine(BuiltModule.Folder, "en-US", file))));

    private static string Describe(string name, string[] paragraphs, ParameterData data)
    {
        string[] ways = [.. new[]
        {
            data.ParameterSets.Any(set => set.ValueFromPipeline) ? "ByValue" : "",
            data.ParameterSets.Any(set => set.ValueFromPipelineByPropertyName) ? "ByPropertyName" : "",
        }.Where(way => way.Length > 0)];
        string flags = string.Join(' ', [
            data.ParameterSets.Any(set => set.IsRequired) ? "true" : "false",
            data.SupportsWildcards ? "true" : "false",
            ways.Length == 0 ? "false" : $"true ({string.Join(", ", ways)})",
            data.ParameterSets[0].Position,
            data.Aliases.Count == 0 ? "none" : string.Join(", ", data.Aliases)]);
        return $"{name} = {data.DefaultValue} ({string.Join(',', data.AcceptedValues)})\n{flags}\n{Join(paragraphs)}";
    }

    private static string Describe(XElement parameter) =>
        $"{parameter.Element(Maml + "name")!.Value} = {parameter.Element(Dev + "defaultValue")?.Value} "
        + $"({string.Join(',', parameter.Elements(Command + "parameterValueGroup").Elements().Select(value => value.Value))})\n"
        + string.Join(' ', new[] { "required", "globbing", "pipelineInput", "position", "aliases" }.Select(name => parameter.Attribute(name)!.Value))
        + $"\n{Join(Paragraphs(parameter.Element(Maml + "description")!))}";

    private static string Type(XElement type) => $"{type.Descendants(Maml + "name").Single().Value}: {Join(Paragraphs(type.Element(Maml + "description")!))}";

    private static IEnumerable<string> Paragraphs(XElement element) => element.Elements(Maml + "para").Select(para => para.Value);

    private static string Names(IEnumerable<string> parameters) => string.Join(' ', parameters.Order(StringComparer.Ordinal));

    private static string Join(IEnumerable<string> paragraphs) => string.Join('\n', paragraphs);

    private static void Same(IEnumerable<string> page, IEnumerable<string> shipped)
    {
        string[] expected = [.. page];
        string[] actual = [.. shipped];
        Assert.True(expected.SequenceEqual(actual), $"{Hint} The page says:\n{string.Join("\n\n", expected.Except(actual))}\n\nThe help says:\n{string.Join("\n\n", actual.Except(expected))}");
    }

    [GeneratedRegex(@"(?<!\w)-(\w+)")]
    private static partial Regex ParameterName();
}
