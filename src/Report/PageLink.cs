namespace RestoreSessions.Report;

/// <summary>Links within the page. They lead to the table of sessions; its script shows there what the link is about.</summary>
internal static class PageLink
{
    /// <summary>To the row of a session.</summary>
    /// <param name="session">It has its anchor.</param>
    /// <param name="content">Text or <see cref="Markup"/>.</param>
    public static Markup To(ReportedSession session, object content) => Markup.Of($"<a href=\"#{session.Anchor}\">{content}</a>");

    /// <summary>To the sessions of an aspect.</summary>
    public static Markup To(Aspect aspect, object content) => Markup.Of($"<a href=\"#each\" data-show=\"{aspect.Name}\">{content}</a>");

    /// <summary>To the sessions of a result, named as their rows name it; to all sessions where it is empty.</summary>
    public static Markup ToResult(string result, object content) => Markup.Of($"<a href=\"#each\" data-result=\"{result}\">{content}</a>");
}
