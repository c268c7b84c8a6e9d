namespace RestoreSessions.Tests.Reports;

/// <summary>A folder of its own for a test, gone with it.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("reports").FullName;

    /// <summary>The names of the files in it, hidden ones too.</summary>
    public IEnumerable<string> Files => Directory.GetFiles(Path).Select(f => System.IO.Path.GetFileName(f)!).Order(StringComparer.Ordinal);

    public string File(string name = "audit.html") => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
