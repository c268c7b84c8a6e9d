namespace RestoreSessions.Report;

/// <summary>Five questions of an audit, answered, each leading to its sessions.</summary>
internal sealed class AuditTable(HtmlWriter html, SessionReport report)
{
    private const int Largest = 3;

    // What was not read must not look like what did not happen.
    private static readonly Markup NotRead = Markup.Of($"Not known: the report has no events (<code>-IncludeEvent</code> reads them)");

    private readonly RestoreSessionEvent[] _events = report.Sessions.SelectMany(session => session.Events).ToArray();

    public void Write()
    {
        html.Write($"<div class=\"scroll\" role=\"group\" aria-label=\"Questions of an audit\" tabindex=\"0\"><table class=\"audit\"><caption>Another place is outside of the path that the item had; night is from 22:00 to 06:00, local time</caption>\n");
        html.Write($"<thead><tr><th scope=\"col\">Question</th><th scope=\"col\">Answer</th><th scope=\"col\">Where</th></tr></thead>\n<tbody>\n");
        WriteRow("Was a reason given?", Reasons(), Aspect.WithoutReason);
        WriteRow("Was anything restored to another place?", OfEvents(Elsewhere), Aspect.Elsewhere);
        WriteRow("What was taken out: exported, saved or sent?", OfEvents(TakenOut), Aspect.TakenOut);
        WriteRow("What were the largest items taken out?", OfEvents(LargestItems), null);
        WriteRow("What was done at night?", AtNight(), Aspect.AtNight);
        html.Write($"</tbody></table></div>\n");
    }

    private void WriteRow(string question, object answer, Aspect? aspect)
    {
        int sessions = aspect is null ? 0 : report.Count(aspect);
        html.Write($"<tr><th scope=\"row\">{question}</th><td>{answer}</td><td>{(sessions == 0 ? "" : PageLink.To(aspect!, Counted.Of(sessions, "session")))}</td></tr>\n");
    }

    private object OfEvents(Func<object> answer) => _events.Length == 0 ? NotRead : answer();

    private string Reasons()
    {
        int without = report.Count(Aspect.WithoutReason);
        int with = report.Sessions.Count - without;
        return with == 0 ? "For no session: servers tell it from API v6 on" : $"For {Counted.Of(with, "session")}, not for {Counted.Of(without, "session")}";
    }

    private string Elsewhere()
    {
        RestoreSessionEvent[] restored = _events.Where(Items.IsRestored).ToArray();
        int elsewhere = restored.Count(Items.WentElsewhere);
        int unknown = restored.Count(read => !Items.HasPaths(read));
        string seen = elsewhere == 0 ? "Not seen among" : FormattableString.Invariant($"{elsewhere:N0} of");
        string untold = FormattableString.Invariant($"; of {unknown:N0} the server does not tell where from and where to");
        return $"{seen} {Counted.Of(restored.Length, "restored item")}{(unknown == 0 ? "" : untold)}";
    }

    private object TakenOut()
    {
        RestoreSessionEvent[] taken = _events.Where(Items.IsTakenOut).ToArray();
        if (taken.Length == 0)
        {
            return "Nothing";
        }

        string kinds = string.Join(", ", OutcomeGroup.Of(taken, read => read.Type).Select(kind => FormattableString.Invariant($"{kind.Name} {kind.Count:N0}")));
        int unsized = taken.Count(read => read.ItemSizeBytes is null);
        return Markup.Of($"{Counted.Of(taken.Length, "item")} ({kinds}), {ByteSize.Of(taken.Sum(read => read.ItemSizeBytes ?? 0))}{(unsized == 0 ? "" : $" without {Counted.Of(unsized, "item")} of unknown size")}");
    }

    private object LargestItems()
    {
        IEnumerable<Markup> items = report.Sessions
            .SelectMany(session => session.Events.Where(Items.IsTakenOut).Where(read => read.ItemSizeBytes > 0).Select(read => (Session: session, Event: read)))
            .OrderByDescending(item => item.Event.ItemSizeBytes).Take(Largest)
            .Select(item => Markup.Of($"<li>{PageLink.To(item.Session, Markup.Named(item.Event.ItemName))}: {ByteSize.Of(item.Event.ItemSizeBytes)}, {item.Event.Type} by {Markup.Named(item.Session.Session.InitiatedBy)}</li>"));
        return items.Any() ? Markup.Of($"<ol>{Markup.Join(items)}</ol>") : "Nothing whose size the server tells";
    }

    private string AtNight()
    {
        string sessions = Counted.Of(report.Count(Aspect.AtNight), "session");
        RestoreSessionEvent[] night = _events.Where(read => Aspect.IsNight(read.StartTimeUtc)).ToArray();
        string items = $", {Counted.Of(night.Count(Items.IsRestored), "item")} restored, {Counted.Of(night.Count(Items.IsTakenOut), "item")} taken out";
        return sessions + (_events.Length == 0 ? "" : items);
    }
}
