namespace RestoreSessions.Http;

/// <summary>A request that is sent before its answer is needed. Its owner either takes the answer or drops it.</summary>
/// <remarks>
/// The taker owns the answer and its cancellation source. A dropped answer is cancelled, and disposed by the task that waits for it, so that
/// nothing is disposed twice or during a read.
/// </remarks>
internal sealed class RequestAhead
{
    private readonly CancellationTokenSource _ending;
    private readonly Task<Response> _response;

    /// <param name="request">The request.</param>
    /// <param name="send">Sends the request; the token also cancels the reading of the answer.</param>
    /// <param name="cancellation">Cancelled when the command ends.</param>
    public RequestAhead(ApiRequest request, Func<CancellationToken, Task<Response>> send, CancellationToken cancellation)
    {
        Request = request;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _response = send(_ending.Token);
    }

    public ApiRequest Request { get; }

    /// <exception cref="RestFailure">The request failed.</exception>
    public async Task<Response> TakeAsync()
    {
        try
        {
            Response response = await _response.ConfigureAwait(false);
            response.TakeOwnership(_ending);
            return response;
        }
        catch
        {
            _ending.Dispose();
            throw;
        }
    }

    /// <summary>Cancels the request and disposes its answer.</summary>
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
            // The answer is no longer needed, so its failure is not an error.
        }
    }
}
