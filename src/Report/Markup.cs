using System;

namespace RestoreSessions.Report;

/// <summary>HTML that is finished: text inside it has been escaped.</summary>
internal readonly struct Markup
{
    private readonly string? _html;

    private Markup(string html) => _html = html;

    /// <summary>HTML from an interpolated string: what the code says is markup, what is filled in is text, unless it is <see cref="Markup"/> itself.</summary>
    public static Markup Of(FormattableString html) => new(html.ToString(HtmlText.Provider));

    /// <summary>HTML, CSS or JavaScript of the module's own.</summary>
    public static Markup OfResource(PageResource resource) => new(resource.Text);

    public override string ToString() => _html ?? "";
}
