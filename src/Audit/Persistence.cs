using System.Diagnostics;

namespace RestoreSessions.Audit;

/// <summary>Tries again for two seconds what fails while another program, such as a virus scanner, looks at a file.</summary>
internal static class Persistence
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <exception cref="IOException">It failed for another reason, or to the end.</exception>
    /// <exception cref="UnauthorizedAccessException">Windows says this, too, of a file that another program has open.</exception>
    public static T Try<T>(Func<T> action)
    {
        for (Stopwatch watch = Stopwatch.StartNew(); ; Thread.Sleep(Pause))
        {
            try
            {
                return action();
            }
            catch (Exception e) when (watch.Elapsed < Longest && (e is UnauthorizedAccessException || (e is IOException io && AuditLock.IsTaken(io))))
            {
            }
        }
    }
}
