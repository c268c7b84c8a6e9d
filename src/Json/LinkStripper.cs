using System.Runtime.CompilerServices;

namespace RestoreSessions.Json;

/// <summary>Empties the links in the text of an answer before the JSON is read: nothing uses them, and they are half of a listing.</summary>
/// <remarks>
/// <c>"_links":{"self":{"href":"https://…"}}</c> becomes <c>"_links":{}</c>. JsonTextReader makes a string of every name and value, also of those
/// it skips: with the links, 100,000 sessions in a fresh shell take a fifth longer. Links stay where they are not complete in the text, hold an
/// escape or a blank before the brace, or may name a next page. No string is taken for links: in a string, each quote follows a backslash.
/// </remarks>
internal static class LinkStripper
{
    private const string Opening = "\"_links\":{";

    /// <summary>Empties the links among the first characters of a text, and returns how many characters are left.</summary>
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public static int Empty(char[] text, int length)
    {
        int kept = 0;
        int copied = 0;
        for (int at = Find('_', text, 0, length); at >= 0; at = Find('_', text, at + 1, length))
        {
            int start = at - 1 + Opening.Length;
            if (IsOpening(text, at - 1, length) && FindEnd(text, start, length) is > 0 and var end)
            {
                Array.Copy(text, copied, text, kept, start - copied);
                kept += start - copied;
                copied = at = end;
            }
        }

        Array.Copy(text, copied, text, kept, length - copied);
        return kept + length - copied;
    }

    private static int Find(char c, char[] text, int from, int length) => Array.IndexOf(text, c, from, length - from);

    private static bool IsOpening(char[] text, int start, int length)
    {
        if (start < 0 || start + Opening.Length > length)
        {
            return false;
        }

        int at = start;
        foreach (char c in Opening)
        {
            if (text[at++] != c)
            {
                return false;
            }
        }

        return true;
    }

    // The closing brace; -1 if the links must stay.
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    private static int FindEnd(char[] text, int at, int length)
    {
        for (int depth = 1; at < length; at++)
        {
            switch (text[at])
            {
                case '"':
                    int end = Find('"', text, at + 1, length);
                    bool mayBeNext = end == at + 5 && text[at + 1] is 'n' or 'N';
                    if (end < 0 || mayBeNext || Find('\\', text, at, end) >= 0)
                    {
                        return -1;
                    }

                    at = end;
                    break;
                case '{':
                    depth++;
                    break;
                case '}':
                    depth--;
                    break;
            }

            if (depth == 0)
            {
                return at;
            }
        }

        return -1;
    }
}
