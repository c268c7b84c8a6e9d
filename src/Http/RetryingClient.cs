using System.Globalization;
using Newtonsoft.Json;
using RestoreSessions.Json;

namespace RestoreSessions.Http;

/// <summary>Sends a command's requests to one server and reads the answers, repeats requests after temporary failures (retry), and writes -Verbose.</summary>
/// <remarks>Every method throws <see cref="RestFailure"/> when a request fails, and <see cref="OperationCanceledException"/> when the command has ended.</remarks>
/// <param name="sender">The connection's sender: with its token, or without one for the logon.</param>
/// <param name="verbose">Called with each request and each retry.</param>
/// <param name="cancellation">Cancels requests, waits, and the reading of answers.</param>
/// <param name="watch">Gives the server up for the command that asks it for many items; null where one failure ends the command's work on the server anyway.</param>
internal sealed class RetryingClient(Sender sender, Action<string> verbose, CancellationToken cancellation, ServerWatch? watch = null)
{
    public CancellationToken Cancellation { get; } = watch?.Ending ?? cancellation;

    /// <summary>Writes a line for -Verbose.</summary>
    public void Verbose(string text) => verbose(text);

    /// <summary>The failure of a request whose answer is not what the API promises.</summary>
    /// <param name="request">The request.</param>
    /// <param name="detail">What is wrong with the answer.</param>
    public RestFailure Unexpected(ApiRequest request, string detail) => sender.Fail(request, FailureKind.UnexpectedAnswer, detail);

    /// <summary>Waits, by the clock of the connection.</summary>
    public Task DelayAsync(TimeSpan pause) => sender.DelayAsync(pause, Cancellation);

    /// <summary>Sends a request of which only the success counts.</summary>
    public Task SendAsync(ApiRequest request) => ReadAsync(request, _ => Task.FromResult(true));

    /// <summary>Sends a request and never repeats it.</summary>
    public async Task SendOnceAsync(ApiRequest request) => (await BeginAsync(request).ConfigureAwait(false)).Dispose();

    /// <summary>Sends a request whose answer is one object, and reads it.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="reader">Reads the object.</param>
    /// <param name="longest">The longest answer, in characters.</param>
    public Task<T> ReadAsync<T>(ApiRequest request, ObjectReader<T> reader, int longest)
        where T : new() => ReadAsync(request, response => response.ReadAsync(reader, longest, verbose));

    /// <summary>Sends a request and reads the answer; repeats both after a temporary failure.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="read">Reads the answer to its end; called again if the answer broke off.</param>
    /// <param name="progress">Counts the items that a failure does not undo. When it has grown, the attempts are counted anew; null if there are none.</param>
    /// <param name="ahead">The first attempt, if it has already been sent.</param>
    public Task<T> ReadAsync<T>(ApiRequest request, Func<Response, Task<T>> read, Func<long>? progress = null, RequestAhead? ahead = null) => watch is null
        ? RetryAsync(request, read, progress, ahead)
        : watch.RunAsync(() => RetryAsync(request, read, progress, ahead));

    /// <summary>Sends a request whose answer is read later.</summary>
    public RequestAhead Ahead(ApiRequest request) => new(request, token => BeginAsync(request, token), Cancellation);

    private async Task<T> RetryAsync<T>(ApiRequest request, Func<Response, Task<T>> read, Func<long>? progress, RequestAhead? ahead)
    {
        int failures = 0;
        while (true)
        {
            long before = progress?.Invoke() ?? 0;
            RequestAhead? begun = ahead;
            ahead = null;
            try
            {
                using Response response = await (begun is null ? BeginAsync(request) : TakeAsync(begun)).ConfigureAwait(false);
                return await ReadAsync(request, response, read).ConfigureAwait(false);
            }
            catch (RestFailure failure)
            {
                failures = progress?.Invoke() > before ? 1 : failures + 1;
                if (!sender.MayRetry(request, failure, failures))
                {
                    throw;
                }

                await WaitAsync(failure, failures).ConfigureAwait(false);
            }
        }
    }

    private Task<Response> BeginAsync(ApiRequest request) => BeginAsync(request, Cancellation);

    private Task<Response> BeginAsync(ApiRequest request, CancellationToken token)
    {
        if (request.NotServed is not null)
        {
            throw sender.Fail(request, FailureKind.ApiVersionNotServed, request.NotServed);
        }

        verbose(sender.Describe(request));
        return sender.SendAsync(request, token);
    }

    private async Task<Response> TakeAsync(RequestAhead ahead)
    {
        try
        {
            return await ahead.TakeAsync().ConfigureAwait(false);
        }
        catch (RestFailure failure) when (failure.Retry != Retry.Never && failure.RetryAfter is null)
        {
            // The request may have failed long ago, while the pipeline was busy with earlier items; it does not count as an attempt.
            return await BeginAsync(ahead.Request).ConfigureAwait(false);
        }
    }

    private async Task<T> ReadAsync<T>(ApiRequest request, Response response, Func<Response, Task<T>> read)
    {
        try
        {
            return await read(response).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            RestFailure failure = Unexpected(request, e.Message);

            // A repeated request may get all of it.
            failure.Retry = response.IsCut ? Retry.IfSafe : Retry.Never;
            throw failure;
        }
    }

    private async Task WaitAsync(RestFailure failure, int failures)
    {
        TimeSpan pause = failure.RetryAfter ?? Backoff.Pause(failures - 1);
        verbose(string.Format(
            CultureInfo.InvariantCulture,
            "{0} on {1}: {2}; attempt {3} of {4} in {5:0.0} s",
            failure.Request,
            failure.Server,
            failure.Message,
            failures + 1,
            sender.MaximumRetryCount + 1,
            pause.TotalSeconds));
        await sender.DelayAsync(pause, Cancellation).ConfigureAwait(false);
    }
}
