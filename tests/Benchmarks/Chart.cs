using System.Globalization;
using System.Text;

namespace RestoreSessions.Benchmarks;

/// <summary>Draws how long Invoke-RestMethod and the module take for what people do, as bars.</summary>
internal static class Chart
{
    private const int Width = 640;
    private const int RowHeight = 74;
    private const int Left = 16;
    private const int Longest = 520;

    /// <summary>The SVG, from seconds for each task. The longer bar of each task has the full length.</summary>
    public static string Draw(IReadOnlyList<(string What, double WebCmdlet, double Module)> bars)
    {
        int height = 50 + (RowHeight * bars.Count);
        StringBuilder svg = new();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="sans-serif" font-size="13"><rect width="{Width}" height="{height}" fill="#fff"/>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left}" y="28" fill="#c0392b">Invoke-RestMethod in a loop</text><text x="220" y="28" fill="#2471a3">RestoreSessions, fresh shell, with import and logon</text>""");
        int y = 50;
        foreach ((string what, double webCmdlet, double module) in bars)
        {
            double longest = Math.Max(webCmdlet, module);
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left}" y="{y + 14}" fill="#222">{what}</text>""");
            AddBar(svg, y + 20, webCmdlet, longest, "#c0392b");
            AddBar(svg, y + 40, module, longest, "#2471a3");
            y += RowHeight;
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void AddBar(StringBuilder svg, int y, double seconds, double longest, string color)
    {
        double length = Longest * seconds / longest;
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<rect x="{Left}" y="{y}" width="{length:0.0}" height="16" fill="{color}"/><text x="{Left + length + 8:0.0}" y="{y + 13}" fill="{color}">{seconds:0.0} s</text>""");
    }
}
