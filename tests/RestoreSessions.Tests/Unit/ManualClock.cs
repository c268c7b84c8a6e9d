using System.Threading.Channels;
using RestoreSessions.Http;

namespace RestoreSessions.Tests.Unit;

/// <summary>Time that passes only when a test says so; a wait lasts until then.</summary>
internal sealed class ManualClock : Clock
{
    private readonly object _gate = new();
    private readonly List<(TimeSpan Due, TaskCompletionSource Wait)> _waits = [];
    private readonly Channel<TimeSpan> _begun = Channel.CreateUnbounded<TimeSpan>();
    private TimeSpan _elapsed;

    public override TimeSpan Elapsed
    {
        get
        {
            lock (_gate)
            {
                return _elapsed;
            }
        }
    }

    /// <summary>How long the next wait that somebody begins, or has begun, is.</summary>
    public Task<TimeSpan> NextWaitAsync() => _begun.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public override Task Delay(TimeSpan time, CancellationToken cancellation)
    {
        TaskCompletionSource wait = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waits.Add((_elapsed + time, wait));
        }

        cancellation.Register(() => wait.TrySetCanceled(cancellation));
        Pass(TimeSpan.Zero);
        _begun.Writer.TryWrite(time);
        return wait.Task;
    }

    public void Pass(TimeSpan time)
    {
        lock (_gate)
        {
            _elapsed += time;
            foreach ((_, TaskCompletionSource wait) in _waits.Where(w => w.Due <= _elapsed))
            {
                wait.TrySetResult();
            }

            _waits.RemoveAll(w => w.Due <= _elapsed);
        }
    }
}
