using System;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Xml.Linq;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests;

/// <summary>What <c>./build.ps1 Package</c> makes, as the PowerShell Gallery would take it.</summary>
public sealed class PackageTests : IDisposable
{
    // What users install takes little more than a megabyte, of which two thirds are Newtonsoft.Json; this is the rest.
    private const long LargestModule = 384 * 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("package").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void the_package_holds_the_module_under_the_data_of_its_manifest()
    {
        using ZipArchive package = ZipFile.OpenRead(Pack());
        string[] own = [.. package.Entries.Select(e => e.FullName).Where(name => !name.StartsWith("package/", StringComparison.Ordinal)
            && !name.StartsWith("_rels/", StringComparison.Ordinal) && name is not ("[Content_Types].xml" or "RestoreSessions.nuspec"))];
        Assert.Equal(
            Directory.GetFiles(BuiltModule.Folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(BuiltModule.Folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal),
            own.Order(StringComparer.Ordinal));
        Assert.InRange(own.Where(name => name != "Newtonsoft.Json.dll").Sum(name => package.GetEntry(name)!.Length), 0, LargestModule);

        using Stream nuspec = package.GetEntry("RestoreSessions.nuspec")!.Open();
        XElement metadata = XDocument.Load(nuspec).Root!.Elements().Single();
        string Value(string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;
        using Shell shell = new();
        Version version = shell.Run("(Get-Module RestoreSessions).Version").One<Version>();
        Assert.Equal(version.ToString(), Value("version"));
        Assert.Equal(["PSModule", .. shell.Run("(Get-Module RestoreSessions).PrivateData.PSData.Tags").As<string>()], Value("tags").Split(' '));
        Assert.Equal(shell.Run("(Get-Module RestoreSessions).Description").One<string>(), Value("description"));
        Assert.Equal(shell.Run("(Get-Module RestoreSessions).Author").One<string>(), Value("authors"));
        Assert.Contains(Value("releaseNotes"), File.ReadAllText(Path.Combine(BuiltModule.Root, "CHANGELOG.md")), StringComparison.Ordinal);
        Assert.Contains("Get-RestoreSession", Value("releaseNotes"), StringComparison.Ordinal);
        Assert.DoesNotContain("## ", Value("releaseNotes"), StringComparison.Ordinal);

        string installed = Path.Combine(_folder, "Modules", "RestoreSessions", version.ToString());
        package.ExtractToDirectory(installed);
        Assert.Equal(installed, shell.Run($"(Test-ModuleManifest '{Path.Combine(installed, "RestoreSessions.psd1")}').ModuleBase").One<string>());
    }

    private string Pack()
    {
        // Into a folder of its own: the module in out/ is in use.
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, WorkingDirectory = BuiltModule.Root };
        foreach (string argument in new[] { "pack", "src", "-c", "Release", "-o", _folder, $"-p:ModuleOutput={_folder}/module/" })
        {
            start.ArgumentList.Add(argument);
        }

        using Process pack = Process.Start(start)!;
        string output = pack.StandardOutput.ReadToEnd();
        pack.WaitForExit();
        Assert.True(pack.ExitCode == 0, output);
        return Assert.Single(Directory.GetFiles(_folder, "*.nupkg"));
    }
}
