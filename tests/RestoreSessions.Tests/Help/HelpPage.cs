using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using YamlDotNet.Serialization;

namespace RestoreSessions.Tests.Help;

/// <summary>A page of docs/en-US, read apart from the tool that makes the shipped help of it.</summary>
internal sealed partial class HelpPage
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().Build();
    private static readonly IDeserializer Yaml = new DeserializerBuilder().Build();

    private readonly string _text;
    private readonly List<(string Section, string Topic, Block Block)> _blocks = [];

    private HelpPage(string path)
    {
        _text = File.ReadAllText(path);
        string section = "";
        string topic = "";
        foreach (Block block in Markdown.Parse(_text, Pipeline))
        {
            switch (block)
            {
                case YamlFrontMatterBlock front:
                    Metadata = Yaml.Deserialize<Dictionary<string, string>>(front.Lines.ToString());
                    break;
                case HeadingBlock { Level: 1 } title:
                    Name = Heading(title);
                    break;
                case HeadingBlock { Level: 2 } heading:
                    (section, topic) = (Heading(heading), "");
                    Sections.Add(section);
                    break;
                case HeadingBlock { Level: 3 } heading:
                    topic = Heading(heading);
                    break;
                default:
                    _blocks.Add((section, topic, block));
                    break;
            }
        }
    }

    /// <summary>The folder of the pages.</summary>
    public static string Folder => Path.Combine(BuiltModule.Root, "docs", "en-US");

    /// <summary>The errors of which docs/errors.md has a row, in order.</summary>
    public static IEnumerable<string> ErrorIds => File.ReadAllLines(Path.Combine(BuiltModule.Root, "docs", "errors.md"))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).SelectMany(line => line.Split('|')[1].Split(','))
        .Select(id => id.Trim()).Order(StringComparer.Ordinal);

    /// <summary>Every page.</summary>
    public static IReadOnlyList<HelpPage> All { get; } =
        [.. Directory.GetFiles(Folder, "*-*.md").Order(StringComparer.Ordinal).Select(path => new HelpPage(path))];

    public string Name { get; } = "";

    public Dictionary<string, string> Metadata { get; } = [];

    public List<string> Sections { get; } = [];

    /// <summary>The paragraphs and items of lists in a section, each on one line.</summary>
    public string[] Paragraphs(string section, string topic = "") =>
        [.. Of(section, topic).Where(block => block is not FencedCodeBlock).SelectMany(Lines)];

    /// <summary>The third-level headings of a section.</summary>
    public string[] Topics(string section) => [.. _blocks.Where(b => b.Section == section && b.Topic.Length > 0).Select(b => b.Topic).Distinct()];

    /// <summary>The code under a heading.</summary>
    public string Code(string section, string topic) => Of(section, topic).OfType<FencedCodeBlock>().Single().Lines.ToString();

    /// <summary>What is said of a parameter to machines.</summary>
    public ParameterData Parameter(string name) => Yaml.Deserialize<ParameterData>(Code("PARAMETERS", "-" + name));

    /// <summary>The related links.</summary>
    public (string Text, string Uri)[] Links => [.. Of("RELATED LINKS", "").Single().Descendants<LinkInline>().Select(link => (link.FirstChild!.ToString()!, link.Url!))];

    private static string Heading(HeadingBlock heading) => string.Concat(heading.Inline!.Select(inline => inline.ToString()));

    private IEnumerable<Block> Of(string section, string topic) => _blocks.Where(b => b.Section == section && b.Topic == topic).Select(b => b.Block);

    private IEnumerable<string> Lines(Block block) => block is ListBlock list
        ? list.Select(item => Line(item))
        : [Line(block)];

    private string Line(Block block) => Space().Replace(_text.Substring(block.Span.Start, block.Span.Length).Trim(), " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
