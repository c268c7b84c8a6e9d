using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;

namespace HostedShell;

/// <summary>How a <see cref="Shell"/> is set up.</summary>
public sealed class ShellOptions
{
    /// <summary>The manifest to import; null imports nothing.</summary>
    public string? Module { get; init; } = Shell.ModulePath;

    /// <summary>Columns of the console that output is formatted for.</summary>
    public int Width { get; init; } = 120;

    /// <summary>Whether output carries VT colours.</summary>
    public bool Colour { get; init; }

    /// <summary>The culture that the pipeline runs under.</summary>
    public CultureInfo Culture { get; init; } = CultureInfo.InvariantCulture;

    /// <summary>Set before the first script runs.</summary>
    public IReadOnlyDictionary<string, object?> Variables { get; init; } = new Dictionary<string, object?>();

    /// <summary>What the user types when asked for a credential; null for a session where no one can be asked.</summary>
    public PSCredential? CredentialAnswer { get; init; }

    /// <summary>What the user chooses at a confirmation prompt: its position.</summary>
    public int ChoiceAnswer { get; init; }
}
