namespace RestoreSessions.Http;

/// <summary>Watches a command's requests to one server, and gives the server up when nothing more can be had from it.</summary>
/// <remarks>
/// Twelve requests that cost time are enough to give a server up, each of which counts only if the server has answered nothing since that request
/// was sent. So neighbours that are slow together do not end a command whose other requests are answered. Thread-safe.
/// </remarks>
/// <param name="cancellation">Cancelled when the command ends.</param>
internal sealed class ServerWatch(CancellationToken cancellation)
{
    /// <summary>How many requests in a row may go without an answer.</summary>
    public const int MostUnanswered = 12;

    // Never disposed: a request that was given up may still look at its token.
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private readonly object _gate = new();
    private long _answers;
    private int _unanswered;
    private RestFailure? _givenUp;

    /// <summary>Cancelled when the server is given up, or the command ends.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Runs a request, and learns from how it ends.</summary>
    /// <exception cref="RestFailure">The request failed, or the server has been given up.</exception>
    /// <exception cref="OperationCanceledException">The command has ended.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> request)
    {
        long answers = Begin();
        try
        {
            T answer = await request().ConfigureAwait(false);
            NoteAnswer();
            return answer;
        }
        catch (RestFailure failure)
        {
            Note(failure, answers);
            throw;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && Volatile.Read(ref _givenUp) is not null)
        {
            throw _givenUp!;
        }
    }

    private long Begin()
    {
        lock (_gate)
        {
            return _givenUp is null ? _answers : throw _givenUp;
        }
    }

    private void NoteAnswer()
    {
        lock (_gate)
        {
            _answers++;
            _unanswered = 0;
        }
    }

    private void Note(RestFailure failure, long answersBefore)
    {
        if (FailureReach.Of(failure) == Reach.Server)
        {
            GiveUp(failure);
        }
        else if (!FailureReach.CostsTime(failure))
        {
            // A refusal is an answer, too.
            NoteAnswer();
        }
        else if (IsOneTooMany(answersBefore))
        {
            GiveUp(RestFailure.NotResponding(failure, MostUnanswered));
        }
    }

    private bool IsOneTooMany(long answersBefore)
    {
        lock (_gate)
        {
            return _answers == answersBefore && ++_unanswered >= MostUnanswered;
        }
    }

    private void GiveUp(RestFailure why)
    {
        lock (_gate)
        {
            _givenUp ??= why;
        }

        _ending.Cancel();
    }
}
