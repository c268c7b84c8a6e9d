using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using RestoreSessions.Rest;

namespace RestoreSessions.Pipeline;

/// <summary>Hands items from the threads that read answers to the pipeline's thread, never many ahead.</summary>
/// <remarks>
/// Waking the other thread for each item costs more than reading it, and so it is woken for <see cref="Enough"/> of them. While fewer arrive
/// it looks for itself, so often that nobody sees an item come late.
/// </remarks>
internal sealed class Handoff
{
    private const int Capacity = 512;
    private const int Enough = 160;

    // A quarter of a second: then the pipeline's thread has something else to show.
    private const int MostGlances = 25;

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    private readonly object _gate = new();
    private List<object> _waiting = new();
    private bool _isUrgent;
    private bool _isComplete;
    private bool _isClosed;

    /// <summary>Puts an item in; waits while the pipeline is far behind.</summary>
    /// <exception cref="OperationCanceledException">The pipeline takes no more.</exception>
    [MethodImpl(Jit.Hot)]
    public void Add(object item)
    {
        lock (_gate)
        {
            while (_waiting.Count >= Capacity && !_isClosed)
            {
                Monitor.Wait(_gate);
            }

            if (_isClosed)
            {
                throw new OperationCanceledException();
            }

            _waiting.Add(item);
            if (_waiting.Count == Enough)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Puts an item in that should not wait for others.</summary>
    /// <inheritdoc cref="Add"/>
    public void AddUrgent(object item)
    {
        lock (_gate)
        {
            Add(item);
            _isUrgent = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Says that nothing more will be put in.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Says that nothing more will be taken out; whoever waits on either side goes on.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes whatever is there, waiting for the first item, but not for long; false when all is taken or the handoff is closed.</summary>
    /// <param name="batch">Filled with the items; its former content is dropped.</param>
    public bool TryTake(ref List<object> batch)
    {
        batch.Clear();
        lock (_gate)
        {
            for (int glances = 0; _waiting.Count < Enough && !_isUrgent && !_isComplete && !_isClosed; glances++)
            {
                if (!Monitor.Wait(_gate, Glance) && (_waiting.Count > 0 || glances >= MostGlances))
                {
                    break;
                }
            }

            if (_isClosed || (_isComplete && _waiting.Count == 0))
            {
                return false;
            }

            (batch, _waiting) = (_waiting, batch);
            _isUrgent = false;
            Monitor.PulseAll(_gate);
            return true;
        }
    }
}
