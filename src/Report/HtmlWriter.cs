using System;
using System.IO;

namespace RestoreSessions.Report;

/// <summary>Writes HTML piece by piece, so that a long page is never in memory as a whole.</summary>
internal sealed class HtmlWriter
{
    private readonly TextWriter _output;

    public HtmlWriter(TextWriter output) => _output = output;

    /// <inheritdoc cref="Markup.Of(FormattableString)"/>
    public void Write(FormattableString html) => _output.Write(html.ToString(HtmlText.Provider));
}
