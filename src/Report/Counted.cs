namespace RestoreSessions.Report;

/// <summary>Says how many there are of something.</summary>
internal static class Counted
{
    /// <summary>Such as <c>1 session</c> or <c>1,000 sessions</c>.</summary>
    public static string Of(int count, string what) => FormattableString.Invariant($"{count:N0} {what}{(count == 1 ? "" : "s")}");
}
