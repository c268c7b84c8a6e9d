using System.Collections;
using System.Diagnostics;
using System.Management.Automation.Language;
using System.Reflection;
using Xunit;

namespace RestoreSessions.Tests.Shipped;

/// <summary>What users install: the folder that every build leaves in out/.</summary>
public sealed class ModuleTests
{
    [Fact]
    public void the_assembly_is_optimized_whichever_command_built_it()
    {
        DebuggableAttribute? how = typeof(RestoreSession).Assembly.GetCustomAttribute<DebuggableAttribute>();
        Assert.Equal(Path.Combine(BuiltModule.Folder, "RestoreSessions.dll"), typeof(RestoreSession).Assembly.Location);
        Assert.False(how is { IsJITOptimizerDisabled: true }, "the JIT compiler may not optimize it");
    }

    [Fact]
    public void the_notice_names_the_version_that_is_shipped_and_has_its_licence()
    {
        string version = FileVersionInfo.GetVersionInfo(Path.Combine(BuiltModule.Folder, "Newtonsoft.Json.dll")).ProductVersion!.Split('+')[0];
        string notice = File.ReadAllText(Path.Combine(BuiltModule.Folder, "ThirdPartyNotices.txt"));
        Assert.Contains($"Newtonsoft.Json {version},", notice, StringComparison.Ordinal);
        Assert.Contains("Copyright (c) 2007 James Newton-King", notice, StringComparison.Ordinal);
        Assert.Contains("Permission is hereby granted, free of charge", notice, StringComparison.Ordinal);
        Assert.Contains("THE SOFTWARE IS PROVIDED \"AS IS\"", notice, StringComparison.Ordinal);
    }

    [Fact]
    public void the_manifest_says_who_made_it_and_what_is_new_in_this_version()
    {
        Hashtable manifest = Read(Path.Combine(BuiltModule.Folder, "RestoreSessions.psd1"));
        Assert.Equal("RestoreSessions contributors", manifest["CompanyName"]);
        Assert.StartsWith("(c) ", (string)manifest["Copyright"]!, StringComparison.Ordinal);

        string notes = (string)((Hashtable)((Hashtable)manifest["PrivateData"]!)["PSData"]!)["ReleaseNotes"]!;
        string changelog = File.ReadAllText(Path.Combine(BuiltModule.Root, "CHANGELOG.md")).ReplaceLineEndings("\n");
        string section = changelog.Split($"## {manifest["ModuleVersion"]}\n")[1].Split("\n## ")[0];
        Assert.Equal(section.Trim(), notes.ReplaceLineEndings("\n"));
    }

    private static Hashtable Read(string manifest)
    {
        Ast data = Parser.ParseFile(manifest, out _, out ParseError[] errors).Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false);
        Assert.Empty(errors);
        return (Hashtable)data.SafeGetValue();
    }
}
