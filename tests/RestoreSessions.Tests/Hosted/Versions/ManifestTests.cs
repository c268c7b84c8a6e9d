using System.Management.Automation;
using HostedShell;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

public sealed class ManifestTests
{
    [Fact]
    public void the_manifest_exports_exactly_the_cmdlets_that_the_assembly_has()
    {
        using Shell shell = new();
        string[] exported = [.. shell.Run("(Get-Module RestoreSessions).ExportedCommands.Keys").As<string>().Order(StringComparer.Ordinal)];
        string[] compiled = [.. typeof(RestoreSession).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetCustomAttributes(typeof(CmdletAttribute), false).Cast<CmdletAttribute>())
            .Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}").Order(StringComparer.Ordinal)];
        Assert.Equal(compiled, exported);
    }

    [Fact]
    public void the_assembly_has_the_manifests_version_and_the_changelog_knows_it()
    {
        using Shell shell = new();
        Version version = shell.Run("(Get-Module RestoreSessions).Version").One<Version>();
        Assert.Equal(version, new Version(typeof(RestoreSession).Assembly.GetName().Version!.ToString(3)));
        Assert.Contains($"## {version}", File.ReadAllText(Path.Combine(BuiltModule.Root, "CHANGELOG.md")), StringComparison.Ordinal);
    }
}
