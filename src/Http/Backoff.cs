namespace RestoreSessions.Http;

/// <summary>How long to wait before a request is repeated.</summary>
internal static class Backoff
{
    /// <summary>The longest Retry-After to wait for; after a longer one the request is not repeated.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(2);

    private const double FirstSeconds = 0.25;
    private const double LongestSeconds = 8;

    private static readonly ThreadLocal<Random> Jitter = new(() => new Random(Guid.NewGuid().GetHashCode()));

    /// <summary>0.25 s after the first failure (attempt 0), doubled each time up to 8 s, and shortened at random by up to half.</summary>
    public static TimeSpan Pause(int attempt)
    {
        double longest = Math.Min(LongestSeconds, FirstSeconds * Math.Pow(2, attempt));
        return TimeSpan.FromSeconds(longest * (0.5 + (Jitter.Value!.NextDouble() / 2)));
    }
}
