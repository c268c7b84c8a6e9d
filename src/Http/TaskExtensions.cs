using System.Threading;
using System.Threading.Tasks;

namespace RestoreSessions.Http;

/// <summary>What later frameworks offer on tasks and .NET Standard 2.0 does not.</summary>
internal static class TaskExtensions
{
    /// <summary>Waits for a task, but no longer than until the cancellation; the task itself goes on.</summary>
    public static async Task<T> OrCancelled<T>(this Task<T> task, CancellationToken cancellation)
    {
        TaskCompletionSource<T> cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellation.Register(() => cancelled.TrySetCanceled(cancellation)))
        {
            Task<T> first = await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false);
            return await first.ConfigureAwait(false);
        }
    }
}
