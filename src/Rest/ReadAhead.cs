using System;
using System.Threading;
using System.Threading.Tasks;

namespace RestoreSessions.Rest;

/// <summary>Asks for the next page while the present one is still being read, never more than one ahead.</summary>
internal sealed class ReadAhead : IDisposable
{
    private readonly Func<ApiRequest, CancellationToken, Task<Answer>> _send;
    private readonly CancellationToken _cancellation;
    private ApiRequest? _request;
    private Task<Answer>? _answer;
    private CancellationTokenSource? _ending;

    /// <param name="send">Sends a request; the token ends the answer's reading too.</param>
    /// <param name="cancellation">Ends whatever is under way.</param>
    public ReadAhead(Func<ApiRequest, CancellationToken, Task<Answer>> send, CancellationToken cancellation)
    {
        _send = send;
        _cancellation = cancellation;
    }

    /// <summary>Sends a request whose answer will be wanted next; does nothing while there is another.</summary>
    public void Begin(ApiRequest request)
    {
        if (_answer is null)
        {
            _ending?.Dispose();
            _ending = CancellationTokenSource.CreateLinkedTokenSource(_cancellation);
            _request = request;
            _answer = _send(request, _ending.Token);
        }
    }

    /// <summary>The answer to a request: the one asked for ahead, if it is the same, or one asked for now.</summary>
    /// <exception cref="RestFailure">There is none to be had.</exception>
    public async Task<Answer> GetAsync(ApiRequest request)
    {
        if (_answer is { } ahead && _request!.Query == request.Query)
        {
            _answer = null;
            try
            {
                return await ahead.ConfigureAwait(false);
            }
            catch (RestFailure failure) when (failure.IsTransient && failure.RetryAfter is null)
            {
                // It may have failed long ago, while the pipeline was busy with the page before.
            }
        }

        return await _send(request, _cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends what was asked for, unless it is this request's answer.</summary>
    public void DropUnless(ApiRequest request)
    {
        if (_answer is not null && _request!.Query != request.Query)
        {
            Drop();
        }
    }

    public void Dispose()
    {
        Drop();
        _ending?.Dispose();
    }

    private void Drop()
    {
        if (_answer is not null)
        {
            _ending!.Cancel();
            _ = ForgetAsync(_answer);
            _answer = null;
        }
    }

    private static async Task ForgetAsync(Task<Answer> answer)
    {
        try
        {
            (await answer.ConfigureAwait(false)).Dispose();
        }
        catch (Exception e) when (e is RestFailure or OperationCanceledException)
        {
            // Nobody wanted it.
        }
    }
}
