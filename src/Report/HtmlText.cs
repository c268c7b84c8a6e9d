using System;
using System.Globalization;
using System.Text;

namespace RestoreSessions.Report;

/// <summary>Writes values into HTML, in elements and in quoted attributes, so that none is taken for markup. The one place that escapes.</summary>
/// <remarks>No culture counts, and a character that cannot be seen but changes how others are shown stands as its code, such as <c>[U+202E]</c>: an audit should show it.</remarks>
internal sealed class HtmlText : IFormatProvider, ICustomFormatter
{
    public static readonly HtmlText Provider = new();

    public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

    public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
    {
        null => "",
        Markup markup => markup.ToString(),
        IFormattable value => Escape(value.ToString(format, CultureInfo.InvariantCulture)),
        _ => Escape(arg.ToString() ?? ""),
    };

    private static string Escape(string text)
    {
        int at = 0;
        while (at < text.Length && IsPlain(text[at]))
        {
            at++;
        }

        if (at == text.Length)
        {
            return text;
        }

        StringBuilder escaped = new(text, 0, at, text.Length + 16);
        for (; at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at))
            {
                escaped.Append(text, at++, 2);
            }
            else if (IsPlain(text[at]))
            {
                escaped.Append(text[at]);
            }
            else
            {
                Append(escaped, text[at]);
            }
        }

        return escaped.ToString();
    }

    private static void Append(StringBuilder escaped, char c) => _ = c switch
    {
        '<' => escaped.Append("&lt;"),
        '>' => escaped.Append("&gt;"),
        '&' => escaped.Append("&amp;"),
        '"' => escaped.Append("&quot;"),
        '\'' => escaped.Append("&#39;"),
        _ => escaped.Append("[U+").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)).Append(']'),
    };

    private static bool IsPlain(char c) => c switch
    {
        '<' or '>' or '&' or '"' or '\'' => false,
        '\t' or '\n' or '\r' => true,
        < ' ' or (>= '\u007F' and <= '\u009F') => false,

        // Line and paragraph separators, and what turns the direction of the text behind it.
        >= '\u2028' and <= '\u202E' or (>= '\u2066' and <= '\u2069') => false,

        // Half a character, which is none without its other half, and what is no character at all.
        >= '\uD800' and <= '\uDFFF' or (>= '\uFDD0' and <= '\uFDEF') or >= '\uFFFE' => false,
        _ => true,
    };
}
