using System.Globalization;
using System.Text;

namespace RestoreSessions.Text;

/// <summary>Makes characters visible that cannot be seen, but move a cursor, turn the direction of text, or let two names look alike.</summary>
/// <remarks>
/// Each stands as its code point, such as <c>[U+200B]</c>: control and format characters (Unicode categories Cc and Cf), line and paragraph
/// separators, fillers and variation selectors, halves of surrogate pairs, and noncharacters. Joiners and selectors stay where they shape what is
/// seen: within emoji sequences, and in scripts that need them (UAX #31, layout and format control characters).
/// </remarks>
internal static class VisibleText
{
    private const int LongestTruncated = 100;
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;

    /// <summary>The text for a terminal, where a line break or a tab in a value would look like the end of the value.</summary>
    /// <returns>The same instance when nothing had to change; an empty string for null.</returns>
    public static string Of(string? text) => Of(text ?? "", keepsLines: false);

    /// <summary>The same for a question, a tooltip or a message, which nobody reads to its end: of a longer text the first 100 characters, and three dots.</summary>
    public static string Truncate(string? text)
    {
        if (text is null || text.Length <= LongestTruncated)
        {
            return Of(text);
        }

        int end = char.IsSurrogatePair(text, LongestTruncated - 1) ? LongestTruncated - 1 : LongestTruncated;
        return Of(text.Substring(0, end)) + "...";
    }

    /// <summary>The same for a page or a file: line breaks (CR, LF) and tabs stay.</summary>
    /// <inheritdoc cref="Of(string?)"/>
    public static string WithLines(string? text) => Of(text ?? "", keepsLines: true);

    private static string Of(string text, bool keepsLines)
    {
        StringBuilder? visible = null;
        int before = -1;
        for (int at = 0; at < text.Length;)
        {
            int codePoint = CodePointAt(text, at);
            int next = at + (codePoint > char.MaxValue ? 2 : 1);
            bool isPlain = codePoint is >= ' ' and < 0x7F
                || (keepsLines && codePoint is '\t' or '\n' or '\r')
                || !IsInvisible(text, at, codePoint)
                || Shapes(codePoint, before, next < text.Length ? CodePointAt(text, next) : -1);
            if (!isPlain)
            {
                visible ??= new StringBuilder(text, 0, at, text.Length + 16);
                visible.Append("[U+").Append(codePoint.ToString("X4", CultureInfo.InvariantCulture)).Append(']');
            }
            else
            {
                visible?.Append(text, at, next - at);
            }

            before = codePoint;
            at = next;
        }

        return visible?.ToString() ?? text;
    }

    /// <summary>Whether the character at a place cannot be seen; of a surrogate pair, ask for its first half.</summary>
    internal static bool IsInvisible(string text, int at) => IsInvisible(text, at, CodePointAt(text, at));

    private static int CodePointAt(string text, int at) => char.IsSurrogatePair(text, at) ? char.ConvertToUtf32(text, at) : text[at];

    private static bool IsInvisible(string text, int at, int codePoint) => CharUnicodeInfo.GetUnicodeCategory(text, at) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate => true,

        // The other code points that Unicode calls default-ignorable, and noncharacters. Older versions of .NET file some of them under other categories.
        _ => codePoint is 0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or (>= 0x2060 and <= 0x206F) or 0x3164
            or (>= 0xFDD0 and <= 0xFDEF) or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0 or (>= 0xFFF0 and <= 0xFFFB) or (>= 0xE0000 and <= 0xE0FFF)
            || (codePoint & 0xFFFE) == 0xFFFE,
    };

    private static bool Shapes(int codePoint, int before, int next) => codePoint switch
    {
        Joiner when IsEmoji(next) => IsEmoji(before) || before == 0xFE0F,

        // At the end of a word, a joiner after a virama keeps a letter's short form.
        Joiner when IsVirama(before) => true,
        Joiner or NonJoiner => IsOfJoiningScript(before) && IsOfJoiningScript(next),

        >= 0xFE00 and <= 0xFE0F => IsEmoji(before) || IsIdeograph(before) || (next == 0x20E3 && before is '#' or '*' or (>= '0' and <= '9')),
        >= 0xE0100 and <= 0xE01EF => IsIdeograph(before),
        >= 0x180B and <= 0x180F => before is >= 0x1820 and <= 0x18AA,
        _ => false,
    };

    private static bool IsEmoji(int codePoint) => codePoint is (>= 0x1F000 and <= 0x1FAFF) or (>= 0x2190 and <= 0x2BFF)
        or 0xA9 or 0xAE or 0x203C or 0x2049 or 0x2122 or 0x2139 or 0x3030 or 0x303D or 0x3297 or 0x3299;

    private static bool IsIdeograph(int codePoint) => codePoint is (>= 0x2E80 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFD);

    private static bool IsVirama(int codePoint) => codePoint == 0xDCA || (codePoint is >= 0x900 and <= 0xDFF && (codePoint & 0x7F) == 0x4D);

    // Arabic to Mandaic, the scripts of India, Myanmar, Khmer and Mongolian.
    private static bool IsOfJoiningScript(int codePoint) =>
        codePoint is (>= 0x600 and <= 0x8FF) or (>= 0x900 and <= 0xDFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x18AF)
        && CharUnicodeInfo.GetUnicodeCategory((char)codePoint) is UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark;
}
