namespace RestoreSessions.Report;

/// <summary>Draws a timeline as stacked columns.</summary>
/// <remarks>All places are percentages, so that text keeps its size at any width of the page.</remarks>
internal sealed class TimelineChart(HtmlWriter html, Timeline timeline)
{
    // The figure beside the topmost line is centred on it, so half of its height needs room above the columns.
    private const double Top = 10;
    private const double WidestColumn = 7;

    private readonly int _highest = RoundUp(timeline.Columns.Max(c => c.Count));

    private int Last => timeline.Columns.Count - 1;

    public void Write()
    {
        OutcomeGroup most = timeline.Columns.OrderByDescending(c => c.Count).First();
        html.Write($"<svg class=\"chart\" role=\"img\" aria-labelledby=\"chart-title chart-text\"><title id=\"chart-title\">Sessions started, by {timeline.Unit} and result</title>\n");
        html.Write($"<desc id=\"chart-text\">From {timeline.Columns[0].Name} to {timeline.Columns[Last].Name}. Most in the {timeline.Unit} of {most.Name}: {Describe(most)}. A table below has every figure.</desc>\n");
        html.Write($"<defs><pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect class=\"bad\" width=\"5\" height=\"5\"/><rect class=\"gap\" width=\"1.5\" height=\"5\"/></pattern></defs>\n");
        double top = 100 - Height(_highest);
        double half = 100 - Height(_highest / 2);
        html.Write($"<line x2=\"100%\" y1=\"{top:0.###}%\" y2=\"{top:0.###}%\"/><line x2=\"100%\" y1=\"{half:0.###}%\" y2=\"{half:0.###}%\"/><line x2=\"100%\" y1=\"100%\" y2=\"100%\"/>\n");
        for (int i = 0; i <= Last; i++)
        {
            WriteColumn(timeline.Columns[i], Middle(i));
        }

        // The figures stand left of the lines, in the margin that the style leaves: over the columns they would hide the first.
        html.Write($"<text x=\"-6\" y=\"{top:0.###}%\" dy=\".35em\" text-anchor=\"end\">{_highest:N0}</text><text x=\"-6\" y=\"{half:0.###}%\" dy=\".35em\" text-anchor=\"end\">{_highest / 2:N0}</text>\n</svg>\n");
        WriteAxis();
    }

    private static string Describe(OutcomeGroup sessions)
    {
        IEnumerable<string> parts = ReportOutcomes.All.Where(o => o != ReportOutcome.Success && sessions[o] > 0)
            .Select(o => FormattableString.Invariant($", {sessions[o]:N0} {o.ToString().ToLowerInvariant()}"));
        return FormattableString.Invariant($"{sessions.Count:N0} {(sessions.Count == 1 ? "session" : "sessions")}") + string.Concat(parts);
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

    private double Middle(int column) => (column + 0.5) * 100 / timeline.Columns.Count;

    private void WriteColumn(OutcomeGroup column, double middle)
    {
        if (column.Count == 0)
        {
            return;
        }

        double width = Math.Min(WidestColumn, 80.0 / timeline.Columns.Count);
        double y = 100;
        html.Write($"<g><title>{column.Name}: {Describe(column)}</title>");
        foreach (ReportOutcome outcome in ReportOutcomes.WorstFirst.Where(o => column[o] > 0))
        {
            double height = Height(column[outcome]);
            y -= height;
            html.Write($"<rect class=\"{ReportOutcomes.ClassOf(outcome)}\" x=\"{middle - (width / 2):0.###}%\" y=\"{y:0.###}%\" width=\"{width:0.###}%\" height=\"{height:0.###}%\"/>");
        }

        html.Write($"</g>\n");
    }

    private void WriteAxis()
    {
        int steps = Math.Min(timeline.Unit == "hour" ? 2 : 4, Last);
        html.Write($"<svg class=\"axis\" aria-hidden=\"true\">");
        for (int i = 0; i <= steps; i++)
        {
            int column = steps == 0 ? 0 : i * Last / steps;
            (string anchor, double x) = Middle(column) switch
            {
                < 10 => ("start", 0),
                > 90 => ("end", 100),
                double middle => ("middle", middle),
            };
            html.Write($"<text class=\"{(i % 2 == 1 ? "between" : "")}\" x=\"{x:0.###}%\" y=\"1em\" text-anchor=\"{anchor}\">{timeline.Columns[column].Name}</text>");
        }

        html.Write($"</svg>\n");
    }
}
