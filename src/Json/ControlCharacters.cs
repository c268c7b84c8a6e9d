using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace RestoreSessions.Json;

/// <summary>Makes the characters of a text visible that control a terminal, and halves of surrogate pairs: each stands as its code point, such as <c>[U+001B]</c>.</summary>
/// <remarks>
/// Tabs and the ends of lines (LF, CRLF) stay, and so do characters that only cannot be seen: <see cref="Text.VisibleText"/> is for what is shown. A CR alone
/// is no end of a line: what follows it would be written over what stands before it.
/// </remarks>
internal static class ControlCharacters
{
    /// <summary>The same instance when nothing has to change; null for null.</summary>
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public static string? Show(string? text)
    {
        for (int at = 0; at < text?.Length; at++)
        {
            if (!IsPlain(text, at))
            {
                return ShowFrom(text, at);
            }
        }

        return text;
    }

    private static string ShowFrom(string text, int first)
    {
        StringBuilder shown = new(text, 0, first, text.Length + 16);
        for (int at = first; at < text.Length; at++)
        {
            _ = IsPlain(text, at) ? shown.Append(text[at]) : shown.Append("[U+").Append(((int)text[at]).ToString("X4", CultureInfo.InvariantCulture)).Append(']');
        }

        return shown.ToString();
    }

    [MethodImpl(CompilerHints.AggressiveOptimization)]
    private static bool IsPlain(string text, int at)
    {
        char c = text[at];
        return c is (>= ' ' and < '\u007F') or (>= '\u00A0' and < '\uD800') or >= '\uE000' or '\t' or '\n'
            || (c == '\r' && at + 1 < text.Length && text[at + 1] == '\n')
            || (char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            || (char.IsLowSurrogate(c) && at > 0 && char.IsHighSurrogate(text[at - 1]));
    }
}
