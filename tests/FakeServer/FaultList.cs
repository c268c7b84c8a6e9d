namespace FakeServer;

/// <summary>The faults that a test has ordered.</summary>
public sealed class FaultList
{
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(5);

    private readonly object _gate = new();
    private readonly List<Order> _orders = [];
    private TaskCompletionSource _released = New();
    private TaskCompletionSource _stalled = New();
    private int _held;

    /// <summary>How many answers have begun to be held since the last release. A request that has been logged may not be held yet.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Orders a fault.</summary>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="path">Only for requests whose path contains this, in any case.</param>
    /// <param name="skip">So many matching requests are answered well before.</param>
    /// <param name="times">So many are answered with the fault.</param>
    /// <param name="when">A further condition.</param>
    public void Add(Fault fault, string path = "", int skip = 0, int times = 1, Func<RequestRecord, bool>? when = null)
    {
        lock (_gate)
        {
            _orders.Add(new Order(fault, path, when) { Skip = skip, Times = times });
        }
    }

    /// <summary>Forgets all orders.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _orders.Clear();
        }
    }

    /// <summary>Lets every held answer go on.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _released.TrySetResult();
            _released = New();
            _held = 0;
        }
    }

    /// <summary>Completes when an answer is being held.</summary>
    /// <exception cref="TimeoutException">None is, within 30 s.</exception>
    public async Task WaitUntilStalledAsync()
    {
        Task stalled;
        lock (_gate)
        {
            stalled = _stalled.Task;
        }

        await stalled.WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(false);
        lock (_gate)
        {
            _stalled = New();
        }
    }

    internal Fault? Take(RequestRecord request)
    {
        lock (_gate)
        {
            Order? order = _orders.Find(o => o.Times > 0 && request.Path.Contains(o.Path, StringComparison.OrdinalIgnoreCase) && (o.When?.Invoke(request) ?? true));
            if (order is null)
            {
                return null;
            }

            if (order.Skip > 0)
            {
                order.Skip--;
                return null;
            }

            order.Times--;
            return order.Fault;
        }
    }

    internal Task HoldAsync(CancellationToken aborted) => BeginHold().WaitAsync(LongestHold, aborted);

    /// <summary>Says that an answer is being held; the task completes when it may go on.</summary>
    internal Task BeginHold()
    {
        lock (_gate)
        {
            _held++;
            _stalled.TrySetResult();
            return _released.Task;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Order(Fault fault, string path, Func<RequestRecord, bool>? when)
    {
        public Fault Fault { get; } = fault;

        public string Path { get; } = path;

        public Func<RequestRecord, bool>? When { get; } = when;

        public int Skip { get; set; }

        public int Times { get; set; }
    }
}
