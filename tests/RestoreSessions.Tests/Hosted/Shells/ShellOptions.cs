using System.Globalization;

namespace HostedShell;

/// <summary>How a <see cref="Shell"/> is set up.</summary>
public sealed class ShellOptions
{
    /// <summary>The manifest to import; null imports nothing.</summary>
    public string? Module { get; init; } = Shell.ModulePath;

    /// <summary>Columns that <see cref="Shell.Render"/> formats for.</summary>
    public int Width { get; init; } = 120;

    /// <summary>The culture that the pipeline runs under.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>Set before the first script runs.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = new Dictionary<string, object?>();
}
