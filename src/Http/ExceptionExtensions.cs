namespace RestoreSessions.Http;

/// <summary>Searches chains of exceptions, which differ between .NET and .NET Framework.</summary>
internal static class ExceptionExtensions
{
    /// <summary>The first exception of a type in the chain of inner exceptions; null when there is none.</summary>
    public static T? Find<T>(this Exception exception)
        where T : Exception
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
            {
                return found;
            }
        }

        return null;
    }
}
