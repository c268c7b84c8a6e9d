using System.Collections.Generic;
using System.Linq;

namespace RestoreSessions.Report;

/// <summary>What happened in one session, folded under a line that says whether it worked.</summary>
internal static class EventTable
{
    public static void Write(HtmlWriter html, IReadOnlyList<RestoreSessionEvent> events)
    {
        html.Write($"<details><summary>{events.Count:N0} {(events.Count == 1 ? "event" : "events")}");
        foreach (Outcome outcome in new[] { Outcome.Failed, Outcome.Warning, Outcome.Working })
        {
            int count = events.Count(e => Outcomes.Of(e) == outcome);
            if (count > 0)
            {
                html.Write($", <span class=\"{Bars.ClassOf(outcome)}\">{count:N0} {outcome}</span>");
            }
        }

        html.Write($"</summary>\n<table><thead><tr><th scope=\"col\">Started</th><th scope=\"col\">Type</th><th scope=\"col\">Status</th><th scope=\"col\">Item</th><th scope=\"col\">Size</th><th scope=\"col\">From</th><th scope=\"col\">To</th><th scope=\"col\">Message</th></tr></thead><tbody>\n");
        foreach (RestoreSessionEvent read in events)
        {
            WriteEvent(html, read);
        }

        html.Write($"</tbody></table></details>");
    }

    private static void WriteEvent(HtmlWriter html, RestoreSessionEvent read)
    {
        html.Write($"<tr><td class=\"start\">{LocalTime.Of(read.StartTimeUtc)}</td><td>{read.Type}</td><td><span class=\"{Bars.ClassOf(Outcomes.Of(read))}\">{read.Status}</span></td>");
        html.Write($"<td>{read.ItemName} <small>{read.ItemType}</small></td><td class=\"size\">{Size(read.ItemSizeBytes)}</td><td>{read.Source}</td><td>{read.Target}</td><td>{read.Message ?? read.Title}</td></tr>\n");
    }

    private static Markup Size(long? bytes) => bytes switch
    {
        null => default,
        < 10_000 => Markup.Of($"{bytes:N0} B"),
        < 10_000_000 => Markup.Of($"{bytes / 1024.0:N0} KB"),
        _ => Markup.Of($"{bytes / 1048576.0:N0} MB"),
    };
}
