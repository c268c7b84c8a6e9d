using System.Globalization;
using System.Text;
using RestoreSessions.Text;

namespace RestoreSessions.Report;

/// <summary>HTML that is finished: text inside it has been escaped. The one place that escapes.</summary>
internal readonly struct Markup
{
    // What escaping writes (such as &amp;) has none of them, so a break never falls into it.
    private static readonly string[] Separators = { ".", "@", "\\", "/", "_" };

    private readonly string? _html;

    private Markup(string html) => _html = html;

    /// <summary>HTML from an interpolated string: what the code says is markup, what is filled in is text, unless it is <see cref="Markup"/> itself.</summary>
    /// <remarks>Text is the same in every culture, and shows characters that cannot be seen (<see cref="VisibleText"/>).</remarks>
    public static Markup Of(FormattableString html) => new(html.ToString(Escaper.Provider));

    /// <summary>Text that a narrow cell breaks behind the parts of a name, an address or a path, and elsewhere only if a part alone is too long.</summary>
    public static Markup Breakable(string? text)
    {
        StringBuilder html = new(Of($"{text}").ToString());
        foreach (string mark in Separators)
        {
            html.Replace(mark, mark + "<wbr>");
        }

        return new Markup(html.ToString());
    }

    /// <summary>The same of a name, which nothing in the page may leave out.</summary>
    public static Markup Named(string? name) => Breakable(string.IsNullOrEmpty(name) ? "(not told)" : name);

    /// <summary>One behind the other.</summary>
    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts));

    /// <summary>CSS or JavaScript of the module's own.</summary>
    public static Markup OfResource(PageResource resource) => new(resource.Text);

    public override string ToString() => _html ?? "";

    /// <summary>Writes values so that none is taken for markup, neither in an element nor in a quoted attribute.</summary>
    private sealed class Escaper : IFormatProvider, ICustomFormatter
    {
        public static readonly Escaper Provider = new();

        private static readonly char[] Special = { '<', '>', '&', '"', '\'' };

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            null => "",
            Markup markup => markup.ToString(),
            IFormattable value => Escape(value.ToString(format, CultureInfo.InvariantCulture)),
            _ => Escape(VisibleText.WithLines(arg.ToString())),
        };

        private static string Escape(string text) => text.IndexOfAny(Special) < 0
            ? text
            : text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;");
    }
}

/// <summary>Writes HTML piece by piece, so that a long page is never in memory as a whole.</summary>
internal sealed class HtmlWriter(TextWriter output)
{
    /// <inheritdoc cref="Markup.Of(FormattableString)"/>
    public void Write(FormattableString html) => output.Write(Markup.Of(html).ToString());
}
