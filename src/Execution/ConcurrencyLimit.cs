using System.Diagnostics.CodeAnalysis;

namespace RestoreSessions.Execution;

/// <summary>Limits how many sessions of one server a command works on at once; everything that works side by side does it with one for each server.</summary>
/// <remarks>A silent server uses up its own limit, and delays no other server.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "Work that was given up may still leave, so nobody disposes the places.")]
internal sealed class ConcurrencyLimit
{
    private const int AtOnce = 12;

    /// <summary>How many may be begun and not yet written.</summary>
    private const int Window = 64;

    private readonly SemaphoreSlim _places = new(AtOnce);

    /// <summary>How many are begun and not yet written, where they are written in order; one thread alone counts.</summary>
    public int Begun { get; set; }

    /// <summary>Whether no more may be begun until the first has been written.</summary>
    public bool IsFull => Begun >= Window;

    /// <summary>Begins a session; the task ends when it has a place. Places are given in the order of the calls.</summary>
    public Task EnterAsync(CancellationToken ending)
    {
        Begun++;
        return _places.WaitAsync(ending);
    }

    /// <summary>Gives the place to the next session.</summary>
    public void Leave() => _places.Release();
}
