namespace RestoreSessions.Report;

/// <summary>Writes sizes of items in four figures at most.</summary>
internal static class ByteSize
{
    /// <summary>Such as <c>1,024 B</c>, <c>97 KB</c>, <c>1,200 MB</c>. A size that the server does not tell is empty.</summary>
    public static Markup Of(long? bytes) => bytes switch
    {
        null => default,
        < 10_000 => Markup.Of($"{bytes:N0} B"),
        < 10_000L * 1024 => Markup.Of($"{bytes / 1024.0:N0} KB"),
        < 10_000L * 1024 * 1024 => Markup.Of($"{bytes / (1024.0 * 1024):N0} MB"),
        _ => Markup.Of($"{bytes / (1024.0 * 1024 * 1024):N0} GB"),
    };
}
