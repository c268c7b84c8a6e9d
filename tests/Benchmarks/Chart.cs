using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RestoreSessions.Benchmarks;

/// <summary>Draws how the time grows with the number of sessions, both axes logarithmic.</summary>
internal static class Chart
{
    private const int Left = 70;
    private const int Top = 30;
    private const int Width = 520;
    private const int Height = 320;

    private static readonly (string Name, string Color)[] Lines =
        [("Invoke-RestMethod", "#c0392b"), ("RestoreSessions, fresh shell", "#2471a3"), ("draining the bytes only", "#7f8c8d")];

    /// <summary>The SVG, from seconds for so many sessions.</summary>
    public static string Draw(IReadOnlyDictionary<int, (double WebCmdlet, double Module, double Drain)> growth)
    {
        (double lowX, double highX) = (Math.Log10(growth.Keys.Min()), Math.Log10(growth.Keys.Max()));
        double[] all = [.. growth.Values.SelectMany(v => new[] { v.WebCmdlet, v.Module, v.Drain })];
        (double lowY, double highY) = (Math.Floor(Math.Log10(all.Min())), Math.Ceiling(Math.Log10(all.Max())));
        double X(double sessions) => Left + (Width * (Math.Log10(sessions) - lowX) / (highX - lowX));
        double Y(double seconds) => Top + Height - (Height * (Math.Log10(seconds) - lowY) / (highY - lowY));

        StringBuilder svg = new();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 420" font-family="sans-serif" font-size="12"><rect width="640" height="420" fill="#fff"/>""");
        for (double power = lowY; power <= highY; power++)
        {
            double y = Y(Math.Pow(10, power));
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<path d="M{Left} {y:0}H{Left + Width}" stroke="#ddd"/><text x="{Left - 8}" y="{y + 4:0}" text-anchor="end">{Math.Pow(10, power)} s</text>""");
        }

        foreach (int sessions in growth.Keys.Order())
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<path d="M{X(sessions):0} {Top}V{Top + Height}" stroke="#eee"/><text x="{X(sessions):0}" y="{Top + Height + 18}" text-anchor="middle">{sessions:N0}</text>""");
        }

        Func<(double WebCmdlet, double Module, double Drain), double>[] series = [v => v.WebCmdlet, v => v.Module, v => v.Drain];
        for (int i = 0; i < series.Length; i++)
        {
            string points = string.Join(" ", growth.OrderBy(p => p.Key).Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.Key):0.0},{Y(series[i](p.Value)):0.0}")));
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<polyline points="{points}" fill="none" stroke="{Lines[i].Color}" stroke-width="2"/>""");
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left + 12}" y="{Top + 18 + (i * 18)}" fill="{Lines[i].Color}">{Lines[i].Name}</text>""");
        }

        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left + (Width / 2)}" y="{Top + Height + 40}" text-anchor="middle">sessions in one answer</text></svg>""");
        return svg.ToString();
    }
}
