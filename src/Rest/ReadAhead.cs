using System;
using System.Threading;
using System.Threading.Tasks;

namespace RestoreSessions.Rest;

/// <summary>Asks for the next page while the present one is still being read, never more than one ahead.</summary>
/// <remarks>
/// The flow of control that reads the pages owns this object. An answer that is taken belongs to whoever takes it, together with the source
/// of its token; one that is dropped is ended by that token and disposed by the task that waits for it, so that nothing is disposed twice or
/// under a read.
/// </remarks>
internal sealed class ReadAhead : IDisposable
{
    private readonly Func<ApiRequest, CancellationToken, Task<Answer>> _send;
    private readonly CancellationToken _cancellation;
    private Pending? _next;

    /// <param name="send">Sends a request; the token ends the answer's reading too.</param>
    /// <param name="cancellation">Ends whatever is under way.</param>
    public ReadAhead(Func<ApiRequest, CancellationToken, Task<Answer>> send, CancellationToken cancellation)
    {
        _send = send;
        _cancellation = cancellation;
    }

    /// <summary>Sends a request whose answer will be wanted next; does nothing while there is another.</summary>
    public void Begin(ApiRequest request) => _next ??= new Pending(request, _send, _cancellation);

    /// <summary>The answer to a request: the one asked for ahead, if it is the same, or one asked for now.</summary>
    /// <exception cref="RestFailure">There is none to be had.</exception>
    public async Task<Answer> GetAsync(ApiRequest request)
    {
        if (_next is { } next && next.Request.Query == request.Query)
        {
            _next = null;
            try
            {
                return await next.TakeAsync().ConfigureAwait(false);
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
        if (_next?.Request.Query != request.Query)
        {
            Dispose();
        }
    }

    /// <summary>Ends what was asked for.</summary>
    public void Dispose()
    {
        _next?.Drop();
        _next = null;
    }

    private sealed class Pending
    {
        private readonly CancellationTokenSource _ending;
        private readonly Task<Answer> _answer;

        public Pending(ApiRequest request, Func<ApiRequest, CancellationToken, Task<Answer>> send, CancellationToken cancellation)
        {
            Request = request;
            _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            _answer = send(request, _ending.Token);
        }

        public ApiRequest Request { get; }

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
}
