using System.Globalization;
using System.Management.Automation;
using RestoreSessions.Http;
using RestoreSessions.Paging;

namespace RestoreSessions.Execution;

/// <summary>The progress of a command, shown when it takes longer than a second: how far its listings are, or what its work says.</summary>
internal sealed class ProgressBar
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly List<ListingCount> _counts = new();
    private readonly string _activity;
    private readonly Clock _clock;
    private TimeSpan _next;

    /// <param name="activity">What the command does.</param>
    /// <param name="clock">Measures how long the command has been running.</param>
    public ProgressBar(string activity, Clock clock)
    {
        _activity = activity;
        _clock = clock;
        _next = clock.Elapsed + Patience;
    }

    /// <summary>Says how far the work is, in place of the listings; called on the pipeline's thread. Null for the listings.</summary>
    public Func<(string Status, int Percent)>? Describe { private get; set; }

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
        if ((Describe is null ? DescribeListings() : Describe()) is ({ } status, var percent))
        {
            write(new ProgressRecord(0, _activity, status) { PercentComplete = percent });
        }
    }

    // A list may have grown since the server named its total.
    private (string? Status, int Percent) DescribeListings()
    {
        (long Read, long? Total)[] lists;
        lock (_counts)
        {
            lists = _counts.Select(count => (count.Read, count.Total)).ToArray();
        }

        long read = lists.Sum(list => list.Read);
        long? total = lists.All(list => list.Total is not null) ? lists.Sum(list => Math.Max(list.Read, list.Total!.Value)) : null;
        string status = string.Format(CultureInfo.InvariantCulture, total is null ? "{0:#,0} read" : "{0:#,0} of {1:#,0} read", read, total);
        return (lists.Length == 0 ? null : status, total > 0 ? (int)(read * 100 / total.Value) : -1);
    }
}
