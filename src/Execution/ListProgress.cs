using System.Globalization;
using System.Management.Automation;
using RestoreSessions.Http;
using RestoreSessions.Paging;

namespace RestoreSessions.Execution;

/// <summary>Shows the progress of the listings of one command when they take longer than a second.</summary>
internal sealed class ListProgress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly List<ListingCount> _counts = new();
    private readonly string _command;
    private readonly Clock _clock;
    private TimeSpan _next;

    /// <param name="command">The name of the command.</param>
    /// <param name="clock">Measures how long the command has been running.</param>
    public ListProgress(string command, Clock clock)
    {
        _command = command;
        _clock = clock;
        _next = clock.Elapsed + Patience;
    }

    /// <summary>Begins to count a further listing; may be called from any thread.</summary>
    public ListingCount Begin()
    {
        ListingCount count = new();
        lock (_counts)
        {
            _counts.Add(count);
        }

        return count;
    }

    /// <summary>Shows the state, if it is time to; on the pipeline's thread.</summary>
    public void Show(Action<ProgressRecord> write)
    {
        if (_clock.Elapsed < _next)
        {
            return;
        }

        _next = _clock.Elapsed + Interval;
        ListingCount[] counts = Counts();
        if (counts.Length > 0)
        {
            write(Describe(counts));
        }
    }

    // A list may have grown since its total was told.
    private ProgressRecord Describe(ListingCount[] counts)
    {
        (long Read, long? Total)[] lists = counts.Select(count => (count.Read, count.Total)).ToArray();
        long read = lists.Sum(list => list.Read);
        long? total = lists.All(list => list.Total is not null) ? lists.Sum(list => Math.Max(list.Read, list.Total!.Value)) : null;
        string status = string.Format(CultureInfo.InvariantCulture, total is null ? "{0:#,0} read" : "{0:#,0} of {1:#,0} read", read, total);
        return new ProgressRecord(0, _command, status) { PercentComplete = total > 0 ? (int)(read * 100 / total.Value) : -1 };
    }

    private ListingCount[] Counts()
    {
        lock (_counts)
        {
            return _counts.ToArray();
        }
    }
}
