using RestoreSessions.Http;

namespace RestoreSessions.Execution;

/// <summary>Why none of several servers gave a session: of their failures, the one that says most.</summary>
internal sealed class SearchFailure
{
    private readonly SortedSet<string> _without = new(StringComparer.OrdinalIgnoreCase);
    private RestFailure? _failure;

    /// <summary>The failure; null where no server has failed.</summary>
    public RestFailure? Failure
    {
        get
        {
            if (_failure is { Kind: FailureKind.NotFound } && _without.Count > 1)
            {
                _failure.Asked = string.Join(", ", _without);
            }

            return _failure;
        }
    }

    /// <summary>Takes the failure of one server in.</summary>
    public void Add(RestFailure failure)
    {
        // A server that could not be asked says more than one that does not have it.
        _failure = _failure is null || (SaysLittle(_failure) && !SaysLittle(failure)) ? failure : _failure;
        if (failure.Kind == FailureKind.NotFound)
        {
            _without.Add(failure.Server);
        }
    }

    private static bool SaysLittle(RestFailure failure) => failure.Kind is FailureKind.NotFound or FailureKind.NotConnected;
}
