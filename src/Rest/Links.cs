using System;
using System.Runtime.CompilerServices;

namespace RestoreSessions.Rest;

/// <summary>Takes the links out of an answer before it is read as JSON: nobody follows them, and they are half of a listing.</summary>
/// <remarks>
/// <c>"_links":{"self":{"href":"https://…"}}</c> becomes <c>"_links":{}</c>. They may be looked for anywhere in the text: within a string, each
/// quote would have a backslash before it. Links that are not whole in the text, not plain, or tell of a next page stay as they are.
/// </remarks>
internal static class Links
{
    private const string Name = "\"_links\"";

    /// <summary>Empties those among the first characters of a text, and returns how many characters are left.</summary>
    [MethodImpl(Jit.Hot)]
    public static int Empty(char[] text, int length)
    {
        int kept = 0;
        int copied = 0;
        for (int at = Next(text, '{', 0, length); at >= 0; at = Next(text, '{', at + 1, length))
        {
            if (IsNamed(text, at) && EndOf(text, at, length) is > 0 and var end)
            {
                at++;
                Array.Copy(text, copied, text, kept, at - copied);
                kept += at - copied;
                copied = at = end;
            }
        }

        Array.Copy(text, copied, text, kept, length - copied);
        return kept + length - copied;
    }

    private static int Next(char[] text, char c, int from, int length) => Array.IndexOf(text, c, from, length - from);

    // Whether the name stands before a brace.
    [MethodImpl(Jit.Hot)]
    private static bool IsNamed(char[] text, int brace)
    {
        int colon = BeforeBlanks(text, brace);
        int start = colon < 0 || text[colon] != ':' ? -1 : BeforeBlanks(text, colon) - Name.Length + 1;
        if (start < 1 || text[start - 1] == '\\')
        {
            return false;
        }

        foreach (char c in Name)
        {
            if (text[start++] != c)
            {
                return false;
            }
        }

        return true;
    }

    [MethodImpl(Jit.Hot)]
    private static int BeforeBlanks(char[] text, int at)
    {
        do
        {
            at--;
        }
        while (at >= 0 && text[at] is ' ' or '\t' or '\r' or '\n');

        return at;
    }

    // The closing brace of an object that nobody needs; -1 where somebody might, or where it is not there. A "next" with letters escaped goes
    // unseen: no server is known to write one, and a page that is full is followed by another without it.
    [MethodImpl(Jit.Hot)]
    private static int EndOf(char[] text, int at, int length)
    {
        for (int depth = 0; at < length; at++)
        {
            switch (text[at])
            {
                case '{':
                    depth++;
                    break;
                case '}':
                    depth--;
                    break;
                case '"':
                    int end = Next(text, '"', at + 1, length);
                    if (end < 0 || text[end - 1] == '\\' || (end == at + 5 && text[at + 1] is 'n' or 'N'))
                    {
                        return -1;
                    }

                    at = end;
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
