using System.Threading;
using System.Threading.Tasks;

namespace RestoreSessions.Api.Authentication;

/// <summary>Task methods that .NET Standard 2.0 lacks.</summary>
internal static class TaskExtensions
{
    /// <summary>Waits for a task until the cancellation; the task itself is not cancelled.</summary>
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
