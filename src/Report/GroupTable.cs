using System.Collections.Generic;
using System.Linq;

namespace RestoreSessions.Report;

/// <summary>A table of groups, with their counts and bars.</summary>
internal sealed class GroupTable
{
    // Where users restore their own items, people are thousands.
    private const int ShownAtOnce = 10;

    private readonly HtmlWriter _html;
    private readonly string _counted;
    private readonly string _name;
    private readonly IReadOnlyList<Group> _groups;
    private readonly Outcome[] _outcomes;
    private readonly bool _showsItems;

    /// <param name="html">Where it goes.</param>
    /// <param name="counted"><c>Sessions</c> or <c>Events</c>.</param>
    /// <param name="name">What a group is, such as <c>Person</c>.</param>
    /// <param name="groups">One at least.</param>
    public GroupTable(HtmlWriter html, string counted, string name, IReadOnlyList<Group> groups)
    {
        _html = html;
        _counted = counted;
        _name = name;
        _groups = groups;
        _outcomes = Outcomes.All.Where(o => o <= Outcome.Failed || groups.Any(g => g.Tally[o] > 0)).ToArray();
        _showsItems = groups.Any(g => g.Tally.Restored + g.Tally.TakenOut > 0);
    }

    /// <summary>Writes the first groups openly, and the rest folded.</summary>
    /// <param name="names">What several groups are, such as <c>people</c>.</param>
    public void Write(string names)
    {
        WriteTable(_groups.Take(ShownAtOnce));
        if (_groups.Count > ShownAtOnce)
        {
            WriteFolded(_groups.Skip(ShownAtOnce), $"{_groups.Count - ShownAtOnce} more {names}");
        }
    }

    /// <summary>Writes all groups folded.</summary>
    public void WriteFolded(string summary) => WriteFolded(_groups, summary);

    private void WriteFolded(IEnumerable<Group> groups, string summary)
    {
        _html.Write($"<details class=\"folded\"><summary>{summary}</summary>\n");
        WriteTable(groups);
        _html.Write($"</details>\n");
    }

    private void WriteTable(IEnumerable<Group> groups)
    {
        int longest = _groups.Max(g => g.Tally.Count);
        _html.Write($"<div class=\"scroll\"><table class=\"groups\"><caption>{_counted} by {_name.ToLowerInvariant()}{(_showsItems ? "; items taken out were exported, saved or sent" : "")}</caption>\n<thead><tr><th scope=\"col\">{_name}</th><th scope=\"col\">{_counted}</th><td></td>");
        foreach (Outcome outcome in _outcomes)
        {
            _html.Write($"<th scope=\"col\">{outcome}</th>");
        }

        if (_showsItems)
        {
            _html.Write($"<th scope=\"col\">Items restored</th><th scope=\"col\">Items taken out</th>");
        }

        _html.Write($"</tr></thead>\n<tbody>\n");
        foreach (Group group in groups)
        {
            WriteRow(group, longest);
        }

        _html.Write($"</tbody></table></div>\n");
    }

    private void WriteRow(Group group, int longest)
    {
        Tally tally = group.Tally;
        _html.Write($"<tr><th scope=\"row\">{(group.Name.Length == 0 ? "(not told)" : group.Name)}</th><td>{tally.Count:N0}</td><td>{Bars.Horizontal(tally, longest)}</td>");
        foreach (Outcome outcome in _outcomes)
        {
            WriteCount(tally[outcome], Bars.ClassOf(outcome));
        }

        if (_showsItems)
        {
            WriteCount(tally.Restored, "items");
            WriteCount(tally.TakenOut, "items");
        }

        _html.Write($"</tr>\n");
    }

    private void WriteCount(int count, string name) => _html.Write($"<td class=\"{(count == 0 ? "none" : name)}\">{count:N0}</td>");
}
