using System.Text.Json;
using System.Xml.Linq;
using RestoreSessions.Tests.Hosted;
using Xunit;

namespace RestoreSessions.Tests.Shipped;

/// <summary>The build ships the Newtonsoft.Json that these tests are locked to, and no other of that name and version.</summary>
public sealed class ShippedJsonHashTests
{
    private const string Assemble = """
        dotnet msbuild $env:TEST_PROJECT -target:AssembleModule "-property:ModuleOutput=$env:TEST_OUTPUT/" $env:TEST_PACKAGE -nologo -nodeReuse:false -maxCpuCount:1
        "exit code $LASTEXITCODE"
        """;

    [Fact]
    public async Task the_right_file_is_shipped()
    {
        using TemporaryFolder output = new();
        Assert.Contains("exit code 0", await BuildAsync(output, "-verbosity:minimal"), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(ShippedJson.Location), File.ReadAllBytes(output["Newtonsoft.Json.dll"]));
    }

    [Fact]
    public async Task a_file_that_differs_by_a_byte_ends_the_build_before_anything_is_shipped()
    {
        using TemporaryFolder output = new();
        using TemporaryFolder package = new();
        string folder = Directory.CreateDirectory(package["lib/netstandard2.0"]).FullName;
        File.WriteAllBytes(Path.Combine(folder, "Newtonsoft.Json.dll"), [.. File.ReadAllBytes(ShippedJson.Location), 0]);
        string shown = await BuildAsync(output, $"-property:JsonPackage={package["."]}/");
        Assert.Contains("exit code 1", shown, StringComparison.Ordinal);
        Assert.Contains("is not the Newtonsoft.Json", shown, StringComparison.Ordinal);
        Assert.Contains(XElement.Load(Path.Combine(BuiltModule.Root, "Directory.Build.props")).Descendants("ShippedJsonSha256").Single().Value, shown, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(output["."]));
    }

    [Fact]
    public void its_version_is_the_one_that_the_lock_file_gives_the_tests()
    {
        string version = XElement.Load(Path.Combine(BuiltModule.Root, "Directory.Build.props")).Descendants("ShippedJsonVersion").Single().Value;
        using JsonDocument locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(BuiltModule.Root, "tests", "RestoreSessions.Tests", "packages.lock.json")));
        Assert.Equal(version, locked.RootElement.GetProperty("dependencies").GetProperty("net10.0").GetProperty("Newtonsoft.Json").GetProperty("resolved").GetString());
    }

    private static async Task<string> BuildAsync(TemporaryFolder output, string option) => (await ChildShell.RunAsync(Assemble, new Dictionary<string, string>
    {
        ["TEST_PROJECT"] = Path.Combine(BuiltModule.Root, "src", "RestoreSessions.csproj"),
        ["TEST_OUTPUT"] = output["."],
        ["TEST_PACKAGE"] = option,
    })).Shown;
}
