using System.Linq;

namespace RestoreSessions.Report;

/// <summary>The words and pictures in which the parts of a report show outcomes.</summary>
internal static class Bars
{
    /// <summary>The class that colours an outcome, and gives its sign in a table.</summary>
    public static string ClassOf(Outcome outcome) => outcome switch
    {
        Outcome.Success => "ok",
        Outcome.Warning => "warn",
        Outcome.Failed => "bad",
        Outcome.Working => "busy",
        _ => "other",
    };

    /// <summary>A horizontal bar, as long as the sessions are many beside the longest one.</summary>
    public static Markup Horizontal(Tally tally, int longest)
    {
        Markup parts = default;
        double at = 0;
        foreach (Outcome outcome in Outcomes.All.Where(o => tally[o] > 0))
        {
            double width = 100.0 * tally[outcome] / longest;
            parts = Markup.Of($"{parts}<rect class=\"{ClassOf(outcome)}\" x=\"{at:0.###}%\" width=\"{width:0.###}%\" height=\"100%\"/>");
            at += width;
        }

        return Markup.Of($"<svg class=\"bar\" aria-hidden=\"true\">{parts}</svg>");
    }

    /// <summary>Which outcomes have sessions at all, so that a table needs a column for them. Success, Warning and Failed have one always.</summary>
    public static Outcome[] ColumnsOf(Tally total) => Outcomes.All.Where(o => o <= Outcome.Failed || total[o] > 0).ToArray();
}
