using System;
using System.Collections.Generic;
using System.Linq;

namespace RestoreSessions.Report;

/// <summary>Draws a timeline as stacked columns.</summary>
/// <remarks>All places are percentages, so that text keeps its size at any width of the page.</remarks>
internal sealed class TimelineChart
{
    // Room above the highest column for the figure of its line.
    private const double Top = 10;
    private const double WidestColumn = 7;

    private readonly HtmlWriter _html;
    private readonly Timeline _timeline;
    private readonly int _highest;

    public TimelineChart(HtmlWriter html, Timeline timeline)
    {
        _html = html;
        _timeline = timeline;
        _highest = RoundUp(timeline.Columns.Max(c => c.Tally.Count));
    }

    private int Last => _timeline.Columns.Count - 1;

    public void Write()
    {
        Group most = _timeline.Columns.OrderByDescending(c => c.Tally.Count).First();
        _html.Write($"<svg class=\"chart\" role=\"img\" aria-labelledby=\"chart-title chart-text\"><title id=\"chart-title\">Sessions started, by {_timeline.Unit} and result</title>\n");
        _html.Write($"<desc id=\"chart-text\">From {_timeline.Columns[0].Name} to {_timeline.Columns[Last].Name}. Most in the {_timeline.Unit} of {most.Name}: {Describe(most.Tally)}. A table below has every figure.</desc>\n");
        _html.Write($"<defs><pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"bad\" width=\"5\" height=\"5\"/><rect class=\"gap\" width=\"1.5\" height=\"5\"/></pattern></defs>\n");
        double top = 100 - Height(_highest);
        double half = 100 - Height(_highest / 2);
        _html.Write($"<line x2=\"100%\" y1=\"{top:0.###}%\" y2=\"{top:0.###}%\"/><line x2=\"100%\" y1=\"{half:0.###}%\" y2=\"{half:0.###}%\"/><line x2=\"100%\" y1=\"100%\" y2=\"100%\"/>\n");
        for (int i = 0; i <= Last; i++)
        {
            WriteColumn(_timeline.Columns[i], Middle(i));
        }

        _html.Write($"<text y=\"{top:0.###}%\" dy=\"-3\">{_highest:N0}</text><text y=\"{half:0.###}%\" dy=\"-3\">{_highest / 2:N0}</text>\n");

        _html.Write($"</svg>\n");
        WriteAxis();
    }

    private static string Describe(Tally tally)
    {
        IEnumerable<string> parts = Outcomes.All.Where(o => o != Outcome.Success && tally[o] > 0)
            .Select(o => FormattableString.Invariant($", {tally[o]:N0} {o.ToString().ToLowerInvariant()}"));
        return FormattableString.Invariant($"{tally.Count:N0} {(tally.Count == 1 ? "session" : "sessions")}") + string.Concat(parts);
    }

    // 2, 4, 6, 8, 10, 20, 40 and so on: half of it is a whole number too.
    private static int RoundUp(int sessions)
    {
        int power = 1;
        while (sessions > 10 * power)
        {
            power *= 10;
        }

        int step = 2 * power;
        return (sessions + step - 1) / step * step;
    }

    private double Height(int sessions) => sessions * (100 - Top) / _highest;

    private double Middle(int column) => (column + 0.5) * 100 / _timeline.Columns.Count;

    private void WriteColumn(Group column, double middle)
    {
        if (column.Tally.Count == 0)
        {
            return;
        }

        double width = Math.Min(WidestColumn, 80.0 / _timeline.Columns.Count);
        double y = 100;
        _html.Write($"<g><title>{column.Name}: {Describe(column.Tally)}</title>");
        foreach (Outcome outcome in Outcomes.Stacked.Where(o => column.Tally[o] > 0))
        {
            double height = Height(column.Tally[outcome]);
            y -= height;
            _html.Write($"<rect class=\"{Bars.ClassOf(outcome)}\" x=\"{middle - (width / 2):0.###}%\" y=\"{y:0.###}%\" width=\"{width:0.###}%\" height=\"{height:0.###}%\"/>");
        }

        _html.Write($"</g>\n");
    }

    private void WriteAxis()
    {
        int steps = Math.Min(_timeline.Unit == "hour" ? 2 : 4, Last);
        _html.Write($"<svg class=\"axis\" aria-hidden=\"true\">");
        for (int i = 0; i <= steps; i++)
        {
            int column = steps == 0 ? 0 : i * Last / steps;
            (string anchor, double x) = Middle(column) switch
            {
                < 10 => ("start", 0),
                > 90 => ("end", 100),
                double middle => ("middle", middle),
            };
            _html.Write($"<text class=\"{(i % 2 == 1 ? "between" : "")}\" x=\"{x:0.###}%\" y=\"1em\" text-anchor=\"{anchor}\">{_timeline.Columns[column].Name}</text>");
        }

        _html.Write($"</svg>\n");
    }
}
