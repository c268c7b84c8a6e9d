namespace RestoreSessions.Tests.Endurance;

/// <summary>Puts figures into docs/reliability.md, between the marks of their section.</summary>
internal static class ReliabilityPage
{
    public static void Write(string path, string section, IEnumerable<string> lines)
    {
        string page = File.ReadAllText(path);
        string begin = $"<!-- {section} -->";
        string end = $"<!-- end of {section} -->";
        int first = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        int last = page.IndexOf(end, StringComparison.Ordinal);
        string list = string.Join("\n", lines.Select(line => "- " + line));
        File.WriteAllText(path, $"{page[..first]}\n\n{list}\n\n{page[last..]}");
    }
}
