using System.Reflection;

namespace RestoreSessions.Benchmarks;

/// <summary>Where things are that the build has not copied beside this program.</summary>
internal static class Repository
{
    private static readonly string Root = Path.GetFullPath(typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Root").Value!);

    /// <summary>The folder of the finished module.</summary>
    public static string Module { get; } = Path.Combine(Root, "out", "RestoreSessions");

    /// <summary>The folder of the pages.</summary>
    public static string Docs { get; } = Path.Combine(Root, "docs");
}
