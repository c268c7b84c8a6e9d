namespace RestoreSessions.Audit;

/// <content>Sessions that could not be read.</content>
internal sealed partial class AuditTrail
{
    /// <summary>Takes in that a session could not be read: it stays open.</summary>
    public void NoteGap(AuditGap gap)
    {
        if (!gap.Account.Open.TryGetValue(gap.Session.Id, out OpenSession? open))
        {
            open = new() { CreationTimeUtc = gap.Session.CreationTimeUtc, IsUnread = true };
            gap.Account.Open.Add(gap.Session.Id, open);
            gap.Account.Note(open.CreationTimeUtc);
            _isChanged = true;
        }

        if (gap.IsShown)
        {
            open.Hold(gap.Session);
            _isChanged = true;
        }
    }

    /// <summary>
    /// Takes in, at the end of a run, that the server no longer has a session. It does not count where the server could not list its sessions: a proxy may
    /// have answered in its place. When the server has said so in two runs, what was held of the session is written, unless another account of the
    /// server sees the session and brings the rest; it is looked for again in later runs.
    /// </summary>
    /// <returns>What the user has to know.</returns>
    public GapNews Miss(AuditGap gap)
    {
        if (!gap.IsGone || !_listed.Contains(gap.Account))
        {
            return GapNews.Unread;
        }

        _isChanged = true;
        OpenSession open = gap.Account.Open[gap.Session.Id];
        bool isGone = open.Miss(_clock.UtcNow) && !_state.IsSeen(gap.Account, gap.Session.Id);
        if (isGone)
        {
            foreach (HeldLine held in open.Held)
            {
                Add(gap.Account, held.Kind, gap.Session.Id, held.Id, number => AuditLine.Numbered(held.Line, number));
                open.Note(held, _clock.UtcNow);
            }
        }

        if (open.Missed > 1)
        {
            open.Held.Clear();
        }

        if (open.IsForgotten(_clock.UtcNow))
        {
            gap.Account.Open.Remove(gap.Session.Id);
        }

        return isGone ? GapNews.Gone : open.Missed == 1 ? GapNews.Unread : GapNews.Known;
    }
}
