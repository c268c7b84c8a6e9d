using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;
using RestoreSessions.Json;

namespace RestoreSessions.Http;

/// <summary>A command's conversation with one server: what it sends, reads, repeats after a passing failure, and tells for -Verbose.</summary>
/// <remarks>Every method throws <see cref="RestFailure"/> for whatever goes wrong, and <see cref="OperationCanceledException"/> when the command has ended.</remarks>
/// <param name="sender">Of the connection: with its token, or without one to log on.</param>
/// <param name="verbose">Told of each request and each retry.</param>
/// <param name="cancellation">Ends requests, waits, and the reading of answers.</param>
internal sealed class Conversation(Sender sender, Action<string> verbose, CancellationToken cancellation)
{
    public CancellationToken Cancellation => cancellation;

    /// <summary>Writes a line for -Verbose.</summary>
    public void Verbose(string text) => verbose(text);

    /// <inheritdoc cref="Sender.Fail"/>
    public RestFailure Fail(ApiRequest request, FailureKind kind, string detail) => sender.Fail(request, kind, detail);

    /// <summary>Waits, by the clock of the connection.</summary>
    public Task DelayAsync(TimeSpan pause) => sender.DelayAsync(pause, cancellation);

    /// <summary>Sends a request of which only the success counts.</summary>
    public Task SendAsync(ApiRequest request) => ReadAsync(request, _ => Task.FromResult(true));

    /// <summary>Sends a request once, whatever happens.</summary>
    public async Task SendOnceAsync(ApiRequest request) => (await BeginAsync(request).ConfigureAwait(false)).Dispose();

    /// <summary>Sends a request whose answer is one object, and reads it.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="reader">Reads the object.</param>
    /// <param name="longest">The longest answer, in characters.</param>
    public Task<T> ReadAsync<T>(ApiRequest request, ObjectReader<T> reader, int longest)
        where T : new() => ReadAsync(request, answer => Task.FromResult(answer.Read(reader, longest, verbose)));

    /// <summary>Sends a request and reads the answer; both again, after a failure whose cause may pass.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="read">Reads the answer to its end. It is called again when the answer broke off.</param>
    /// <param name="progress">Counts what has been read, where that outlasts a failure: after progress, the attempts begin anew.</param>
    /// <param name="ahead">The first attempt, where it has been begun already.</param>
    public async Task<T> ReadAsync<T>(ApiRequest request, Func<Answer, Task<T>> read, Func<long>? progress = null, RequestAhead? ahead = null)
    {
        int failures = 0;
        while (true)
        {
            long before = progress?.Invoke() ?? 0;
            RequestAhead? begun = ahead;
            ahead = null;
            try
            {
                using Answer answer = await (begun is null ? BeginAsync(request) : TakeAsync(begun)).ConfigureAwait(false);
                return await ReadAsync(request, answer, read).ConfigureAwait(false);
            }
            catch (RestFailure failure)
            {
                failures = progress?.Invoke() > before ? 1 : failures + 1;
                if (!sender.MayRepeat(request, failure, failures))
                {
                    throw;
                }

                await WaitAsync(failure, failures).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends a request whose answer will be wanted later.</summary>
    public RequestAhead Ahead(ApiRequest request) => new(request, token => BeginAsync(request, token), cancellation);

    private Task<Answer> BeginAsync(ApiRequest request) => BeginAsync(request, cancellation);

    private Task<Answer> BeginAsync(ApiRequest request, CancellationToken token)
    {
        verbose(sender.Describe(request));
        return sender.SendAsync(request, token);
    }

    private async Task<Answer> TakeAsync(RequestAhead ahead)
    {
        try
        {
            return await ahead.TakeAsync().ConfigureAwait(false);
        }
        catch (RestFailure failure) when (failure.Repeat != Repeat.Never && failure.RetryAfter is null)
        {
            // It may have failed long ago, while the pipeline was busy with what came before: this is no attempt yet.
            return await BeginAsync(ahead.Request).ConfigureAwait(false);
        }
    }

    private async Task<T> ReadAsync<T>(ApiRequest request, Answer answer, Func<Answer, Task<T>> read)
    {
        try
        {
            return await read(answer).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            RestFailure failure = sender.Fail(request, FailureKind.UnexpectedAnswer, e.Message);

            // One that simply ends has broken off, and may be whole another time.
            failure.Repeat = answer.IsAtEnd ? Repeat.IfSafe : Repeat.Never;
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
        await sender.DelayAsync(pause, cancellation).ConfigureAwait(false);
    }
}
