namespace RestoreSessions.Report;

/// <summary>A table of groups, with their counts and bars.</summary>
/// <param name="html">Where it goes.</param>
/// <param name="counted"><c>Sessions</c> or <c>Events</c>.</param>
/// <param name="name">What a group is, such as <c>Person</c>.</param>
/// <param name="groups">One at least.</param>
internal sealed class GroupTable(HtmlWriter html, string counted, string name, IReadOnlyList<OutcomeGroup> groups)
{
    // Where users restore their own items, people are thousands.
    private const int ShownAtOnce = 10;

    private readonly ReportOutcome[] _outcomes = OutcomeGroup.ColumnsOf(groups);
    private readonly bool _showsItems = groups.Any(g => g.Restored + g.TakenOut > 0);

    /// <summary>Writes the first groups openly, and the rest folded.</summary>
    /// <param name="names">What several groups are, such as <c>people</c>.</param>
    public void Write(string names)
    {
        WriteTable(groups.Take(ShownAtOnce));
        if (groups.Count > ShownAtOnce)
        {
            WriteFolded(groups.Skip(ShownAtOnce), $"{groups.Count - ShownAtOnce} more {names}");
        }
    }

    /// <summary>Writes all groups folded.</summary>
    public void WriteFolded(string summary) => WriteFolded(groups, summary);

    private void WriteFolded(IEnumerable<OutcomeGroup> folded, string summary)
    {
        html.Write($"<details class=\"folded\"><summary>{summary}</summary>\n");
        WriteTable(folded);
        html.Write($"</details>\n");
    }

    private void WriteTable(IEnumerable<OutcomeGroup> rows)
    {
        string title = $"{counted} by {name.ToLowerInvariant()}";
        html.Write($"<div class=\"scroll\" role=\"group\" aria-label=\"{title}\" tabindex=\"0\"><table class=\"groups\"><caption>{title}{(_showsItems ? "; items taken out were exported, saved or sent" : "")}</caption>\n");
        html.Write($"<thead><tr><th scope=\"col\">{name}</th><th scope=\"col\">{counted}</th>");
        foreach (ReportOutcome outcome in _outcomes)
        {
            html.Write($"<th scope=\"col\">{OutcomeGroup.NameOf(outcome, groups)}</th>");
        }

        if (_showsItems)
        {
            html.Write($"<th scope=\"col\">Items restored</th><th scope=\"col\">Items taken out</th>");
        }

        html.Write($"<td class=\"bars\"></td></tr></thead>\n<tbody>\n");
        int longest = groups.Max(g => g.Count);
        foreach (OutcomeGroup group in rows)
        {
            WriteRow(group, longest);
        }

        html.Write($"</tbody></table></div>\n");
    }

    private void WriteRow(OutcomeGroup group, int longest)
    {
        html.Write($"<tr><th scope=\"row\">{Markup.Named(group.Name)}</th><td>{group.Count:N0}</td>");
        foreach (ReportOutcome outcome in _outcomes)
        {
            WriteCount(group[outcome], ReportOutcomes.ClassOf(outcome));
        }

        if (_showsItems)
        {
            WriteCount(group.Restored, "items");
            WriteCount(group.TakenOut, "items");
        }

        html.Write($"<td class=\"bars\"><svg class=\"bar\" aria-hidden=\"true\">");
        double at = 0;
        foreach (ReportOutcome outcome in ReportOutcomes.WorstFirst.Where(o => group[o] > 0))
        {
            double width = 100.0 * group[outcome] / longest;
            html.Write($"<rect class=\"{ReportOutcomes.ClassOf(outcome)}\" x=\"{at:0.###}%\" width=\"{width:0.###}%\" height=\"100%\"/>");
            at += width;
        }

        html.Write($"</svg></td></tr>\n");
    }

    private void WriteCount(int count, string kind) => html.Write($"<td class=\"{(count == 0 ? "none" : kind)}\">{count:N0}</td>");
}
