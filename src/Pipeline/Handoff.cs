using System;
using System.Collections.Generic;
using System.Threading;

namespace RestoreSessions.Pipeline;

/// <summary>Hands items from the threads that read answers to the pipeline's thread, never many ahead.</summary>
/// <remarks>
/// Waking the other thread for each item costs more than reading it. So it is woken for <see cref="Enough"/> of them, or as soon as the reader
/// is about to wait for the server: no item ever waits with it.
/// </remarks>
internal sealed class Handoff
{
    private const int Capacity = 512;
    private const int Enough = 64;

    private readonly object _gate = new();
    private List<object> _waiting = new();
    private bool _isFlushed;
    private bool _isComplete;
    private bool _isClosed;

    /// <summary>Puts an item in; waits while the pipeline is far behind.</summary>
    /// <exception cref="OperationCanceledException">The pipeline takes no more.</exception>
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
        Add(item);
        Flush();
    }

    /// <summary>Lets the pipeline have what is there.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_waiting.Count > 0 && !_isFlushed)
            {
                _isFlushed = true;
                Monitor.PulseAll(_gate);
            }
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

    /// <summary>Takes whatever is there, waiting for the first item; false when all is taken or the handoff is closed.</summary>
    /// <param name="batch">Filled with the items; its former content is dropped.</param>
    public bool TryTake(ref List<object> batch)
    {
        batch.Clear();
        lock (_gate)
        {
            while (_waiting.Count < Enough && !_isFlushed && !_isComplete && !_isClosed)
            {
                Monitor.Wait(_gate);
            }

            if (_isClosed || _waiting.Count == 0)
            {
                return false;
            }

            (batch, _waiting) = (_waiting, batch);
            _isFlushed = false;
            Monitor.PulseAll(_gate);
            return true;
        }
    }
}
