using System.Text.RegularExpressions;
using Xunit;

namespace RestoreSessions.Tests;

/// <summary>Each room uses those before it in the list, and no other; so the arrows of CONTRIBUTING go one way.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Rooms =
        ["Text", "Models", "Report", "Json", "Http", "Paging", "Api", "Filters", "Errors", "Connections", "Parameters", "Completion", "Execution", "Audit", "Commands"];

    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(BuiltModule.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Path.Combine(BuiltModule.Root, "src"), file).Replace('\\', '/'))
        .Where(file => file.Split('/')[0] is not ("obj" or "bin"))];

    [Theory]
    [MemberData(nameof(Files))]
    public void a_file_stands_in_its_room_and_looks_only_downwards(string file)
    {
        string room = file.Split('/')[0];
        int at = Array.IndexOf(Rooms, room);
        string text = File.ReadAllText(Path.Combine(BuiltModule.Root, "src", file));
        string expected = room == "Models" ? "RestoreSessions" : "RestoreSessions." + Path.GetDirectoryName(file)!.Replace('\\', '/').Replace('/', '.');
        Assert.Contains($"namespace {expected};", text, StringComparison.Ordinal);

        IEnumerable<string> seen = Regex.Matches(text, $@"RestoreSessions\.({string.Join('|', Rooms)})\b").Select(m => m.Groups[1].Value);
        Assert.All(seen, other => Assert.True(Array.IndexOf(Rooms, other) <= at, $"{file} looks up to {other}"));
        Assert.False(room is not ("Commands" or "Report") && seen.Contains("Report"), $"{file} looks into Report");
    }

    [Fact]
    public void asynchronous_work_is_waited_for_on_the_pipelines_thread_or_on_a_listings_own() => Assert.Equal(
        ["AskingCompleter.cs", "BodyStream.cs", "CommandOutput.cs"],
        Files.Select(row => row.Data).Where(file => Regex.IsMatch(File.ReadAllText(Path.Combine(BuiltModule.Root, "src", file)), @"\.GetResult\(\)|\.Wait\(|\.WaitOne\(|Task\.Wait(All|Any)"))
            .Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void no_file_reads_or_writes_json_by_defaults_that_another_module_of_the_process_may_have_set(string file) => Assert.DoesNotMatch(
        @"JsonConvert\.(Des|S)erialize|JsonSerializer\.CreateDefault|JToken\.FromObject\([^,()]*\)|\.ToObject<[^>]*>\(\)", File.ReadAllText(Path.Combine(BuiltModule.Root, "src", file)));

    [Fact]
    public void nothing_in_the_room_of_the_trail_shortens_a_file() => Assert.All(
        Directory.GetFiles(Path.Combine(BuiltModule.Root, "src", "Audit"), "*.cs"),
        file => Assert.DoesNotContain("SetLength", File.ReadAllText(file), StringComparison.Ordinal));

    [Fact]
    public void the_module_is_two_assemblies_a_manifest_how_objects_look_help_and_a_notice()
    {
        string[] allowed =
        [
            "Newtonsoft.Json.dll", "RestoreSessions.Format.ps1xml", "RestoreSessions.Types.ps1xml", "RestoreSessions.dll", "RestoreSessions.psd1", "ThirdPartyNotices.txt",
            "en-US/RestoreSessions.dll-Help.xml", "en-US/about_RestoreSessions.help.txt",
        ];
        Assert.Equal(allowed, Directory.GetFiles(BuiltModule.Folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(BuiltModule.Folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void no_type_of_newtonsoft_json_is_public() => Assert.DoesNotContain(
        typeof(RestoreSession).Assembly.GetExportedTypes().SelectMany(type => type.GetMembers()),
        member => member.ToString()!.Contains("Newtonsoft", StringComparison.Ordinal));
}
