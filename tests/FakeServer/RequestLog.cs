using System.Collections;

namespace FakeServer;

/// <summary>A request as it arrived, and what became of it.</summary>
public sealed class RequestRecord
{
    /// <summary>GET or POST.</summary>
    public required string Method { get; init; }

    /// <summary>The path, decoded.</summary>
    public required string Path { get; init; }

    /// <summary>The query as it stood on the wire, with its question mark.</summary>
    public required string RawQuery { get; init; }

    /// <summary>The query, decoded; names in any case.</summary>
    public required IReadOnlyDictionary<string, string> Query { get; init; }

    /// <summary>The headers; names in any case.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Which TCP connection it came over: two requests of the same name shared one.</summary>
    public required string Connection { get; init; }

    /// <summary>The body as text.</summary>
    public string Body { get; internal set; } = "";

    /// <summary>The status answered; 0 while there is none.</summary>
    public int StatusCode { get; internal set; }

    /// <summary>How many bytes of the body have been written so far.</summary>
    public long BytesSent { get; internal set; }

    /// <summary>Whether the client went away before the end of the answer.</summary>
    public bool IsAborted { get; internal set; }

    /// <summary>Whether the answer is complete, or given up.</summary>
    public bool IsFinished { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}{RawQuery} -> {StatusCode}";
}

/// <summary>All requests that a server has seen, in their order.</summary>
public sealed class RequestLog : IEnumerable<RequestRecord>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly List<RequestRecord> _records = [];

    // To look through all records at the end of each request would make a hundred thousand requests slow.
    private readonly HashSet<RequestRecord> _running = [];
    private readonly List<TaskCompletionSource> _waiting = [];

    /// <summary>Told of each request as it arrives, one after the other.</summary>
    public Action<RequestRecord>? Watch { get; set; }

    /// <summary>How many there are.</summary>
    public int Count => Snapshot().Length;

    /// <summary>Those for pages of sessions.</summary>
    public IReadOnlyList<RequestRecord> Listings => [.. Snapshot().Where(r => r.Path.EndsWith("/restoreSessions", StringComparison.OrdinalIgnoreCase))];

    /// <summary>Those for tokens.</summary>
    public IReadOnlyList<RequestRecord> Tokens => [.. Snapshot().Where(r => r.Path.EndsWith("/token", StringComparison.OrdinalIgnoreCase))];

    /// <summary>How many are under way.</summary>
    public int InFlight => Snapshot().Count(r => !r.IsFinished);

    /// <summary>Completes when no request is under way.</summary>
    /// <exception cref="TimeoutException">One still is, after 30 s.</exception>
    public Task WaitUntilIdleAsync()
    {
        TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_records)
        {
            if (_running.Count == 0)
            {
                return Task.CompletedTask;
            }

            _waiting.Add(idle);
        }

        return idle.Task.WaitAsync(LongestWait);
    }

    /// <summary>Forgets what came before.</summary>
    public void Clear()
    {
        lock (_records)
        {
            _records.Clear();
            _running.Clear();
        }
    }

    /// <inheritdoc/>
    public IEnumerator<RequestRecord> GetEnumerator() => ((IEnumerable<RequestRecord>)Snapshot()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(RequestRecord record)
    {
        lock (_records)
        {
            _records.Add(record);
            _running.Add(record);
            Watch?.Invoke(record);
        }
    }

    internal void Finish(RequestRecord record)
    {
        lock (_records)
        {
            record.IsFinished = true;
            _running.Remove(record);
            if (_running.Count == 0)
            {
                _waiting.ForEach(w => w.TrySetResult());
                _waiting.Clear();
            }
        }
    }

    private RequestRecord[] Snapshot()
    {
        lock (_records)
        {
            return [.. _records];
        }
    }
}
