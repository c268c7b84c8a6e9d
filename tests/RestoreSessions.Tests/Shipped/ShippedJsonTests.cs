using System.Diagnostics;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Newtonsoft.Json;
using RestoreSessions.Tests.Unit;
using Xunit;

namespace RestoreSessions.Tests.Shipped;

public sealed class ShippedJsonTests
{
    private static readonly Type[] ReaderTests = [typeof(PageReaderTests), typeof(EveryPropertyTests)];

    public static TheoryData<string, string> Tests => [.. ReaderTests
        .SelectMany(type => type.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute))), (type, method) => (type.FullName!, method.Name))];

    [Theory]
    [MemberData(nameof(Tests))]
    public void the_readers_tests_pass_with_the_shipped_newtonsoft_json(string type, string method)
    {
        Type tests = new ShippedJson().Tests.GetType(type, throwOnError: true)!;
        MethodInfo test = tests.GetMethod(method)!;
        object?[][] rows = [.. test.GetCustomAttributes<InlineDataAttribute>().Select(row => row.Data)];
        Assert.NotEqual(test.IsDefined(typeof(TheoryAttribute)), rows.Length == 0);
        foreach (object?[] row in rows.Length > 0 ? rows : [[]])
        {
            test.Invoke(Activator.CreateInstance(tests), row);
        }
    }

    [Fact]
    public void they_are_run_by_the_file_beside_the_module_and_not_by_the_one_that_came_with_powershell()
    {
        Type tests = new ShippedJson().Tests.GetType(typeof(EveryPropertyTests).FullName!, throwOnError: true)!;
        Assembly json = (Assembly)tests.GetProperty(nameof(EveryPropertyTests.ReadBy))!.GetValue(null)!;
        Assert.Equal(ShippedJson.Location, json.Location);
        Assert.NotEqual(typeof(JsonReader).Assembly, json);
        Assert.Equal(typeof(JsonReader).Assembly, EveryPropertyTests.ReadBy);

        XElement build = XElement.Load(Path.Combine(BuiltModule.Root, "Directory.Build.props"));
        string version = build.Descendants("ShippedJsonVersion").Single().Value;
        Assert.StartsWith(version + ".", FileVersionInfo.GetVersionInfo(json.Location).FileVersion, StringComparison.Ordinal);
    }

    // Windows PowerShell has no binding redirect: it loads exactly the version that the module was compiled against, or none.
    [Fact]
    public void windows_powershell_can_load_it()
    {
        AssemblyName shipped = AssemblyName.GetAssemblyName(ShippedJson.Location);
        AssemblyName asked = typeof(RestoreSession).Assembly.GetReferencedAssemblies().Single(a => a.Name == "Newtonsoft.Json");
        Assert.Equal(asked.FullName, shipped.FullName);
        Assert.Equal(["netstandard, Version=2.0.0.0"], References(ShippedJson.Location));
    }

    private static List<string> References(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).Select(a => $"{metadata.GetString(a.Name)}, Version={a.Version}")];
    }
}
