using System;
using System.Threading;
using System.Threading.Tasks;

namespace RestoreSessions.Http;

/// <summary>A request that is sent before its answer is wanted. Whoever makes it takes the answer, or drops it.</summary>
/// <remarks>
/// An answer that is taken belongs to whoever takes it, together with the source of its token. One that is dropped is ended by that token and
/// disposed by the task that waits for it, so that nothing is disposed twice or under a read.
/// </remarks>
internal sealed class RequestAhead
{
    private readonly CancellationTokenSource _ending;
    private readonly Task<Answer> _answer;

    /// <param name="request">What is sent.</param>
    /// <param name="send">Sends it; the token ends the answer's reading, too.</param>
    /// <param name="cancellation">Ends it with the command.</param>
    public RequestAhead(ApiRequest request, Func<CancellationToken, Task<Answer>> send, CancellationToken cancellation)
    {
        Request = request;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _answer = send(_ending.Token);
    }

    public ApiRequest Request { get; }

    /// <exception cref="RestFailure">There is no answer to be had.</exception>
    public async Task<Answer> TakeAsync()
    {
        try
        {
            Answer answer = await _answer.ConfigureAwait(false);
            answer.Own(_ending);
            return answer;
        }
        catch
        {
            _ending.Dispose();
            throw;
        }
    }

    /// <summary>Ends it.</summary>
    public void Drop()
    {
        _ending.Cancel();
        _ = ForgetAsync();
    }

    private async Task ForgetAsync()
    {
        try
        {
            (await TakeAsync().ConfigureAwait(false)).Dispose();
        }
        catch (Exception e) when (e is RestFailure or OperationCanceledException)
        {
            // Nobody wanted it.
        }
    }
}
