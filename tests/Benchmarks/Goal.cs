namespace RestoreSessions.Benchmarks;

/// <summary>Two figures measured side by side, and the bound of their ratio.</summary>
/// <param name="Section">The section of the page.</param>
/// <param name="What">What is compared.</param>
/// <param name="A">The first figure, in words.</param>
/// <param name="B">The second.</param>
/// <param name="Ratio">What the bound is for.</param>
/// <param name="Bound">The bound.</param>
/// <param name="IsAtLeast">Whether the ratio should be at least the bound, rather than at most.</param>
internal sealed record Goal(string Section, string What, string A, string B, double Ratio, double Bound, bool IsAtLeast = false)
{
    /// <summary>Whether it holds.</summary>
    public bool IsMet => IsAtLeast ? Ratio >= Bound : Ratio <= Bound;
}
