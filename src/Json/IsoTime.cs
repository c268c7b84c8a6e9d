using System.Runtime.CompilerServices;

namespace RestoreSessions.Json;

/// <summary>Parses a server's times: ISO 8601 with Z or an offset, and with or without decimals.</summary>
/// <remarks>DateTime.Parse would be the slowest part of a listing. This parser keeps every tick and does not depend on the culture.</remarks>
internal static class IsoTime
{
    /// <summary>The moment in UTC; null for text that is not a time. Without an offset it is UTC, as in all of the API. Decimals beyond 100 ns are dropped.</summary>
    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public static DateTime? Parse(string text)
    {
        int at = 0;
        if (!Number(text, ref at, 4, out int year) || !Skip(text, ref at, '-') || !Number(text, ref at, 2, out int month)
            || !Skip(text, ref at, '-') || !Number(text, ref at, 2, out int day) || !(Skip(text, ref at, 'T') || Skip(text, ref at, ' '))
            || !Number(text, ref at, 2, out int hour) || !Skip(text, ref at, ':') || !Number(text, ref at, 2, out int minute)
            || !Skip(text, ref at, ':') || !Number(text, ref at, 2, out int second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59
            || !Fraction(text, ref at, out long ticks) || !Offset(text, ref at, out TimeSpan offset) || at != text.Length)
        {
            return null;
        }

        long total = new DateTime(year, month, day, hour, minute, second).Ticks + ticks - offset.Ticks;
        return total >= 0 && total <= DateTime.MaxValue.Ticks ? new DateTime(total, DateTimeKind.Utc) : null;
    }

    [MethodImpl(CompilerHints.AggressiveOptimization)]
    private static bool Fraction(string text, ref int at, out long ticks)
    {
        ticks = 0;
        if (!Skip(text, ref at, '.'))
        {
            return true;
        }

        int first = at;
        for (long unit = TimeSpan.TicksPerSecond / 10; at < text.Length && IsDigit(text[at]); at++, unit /= 10)
        {
            ticks += (text[at] - '0') * unit;
        }

        return at > first;
    }

    private static bool Offset(string text, ref int at, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (at == text.Length || Skip(text, ref at, 'Z') || Skip(text, ref at, 'z'))
        {
            return true;
        }

        bool isBehind = text[at] == '-';
        if (!(Skip(text, ref at, '+') || Skip(text, ref at, '-')) || !Number(text, ref at, 2, out int hours))
        {
            return false;
        }

        _ = Skip(text, ref at, ':');
        if (!Number(text, ref at, 2, out int minutes) || hours > 14 || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(isBehind ? -hours : hours, isBehind ? -minutes : minutes, 0);
        return true;
    }

    [MethodImpl(CompilerHints.AggressiveOptimization)]
    private static bool Number(string text, ref int at, int digits, out int number)
    {
        number = 0;
        int end = at + digits;
        if (end > text.Length)
        {
            return false;
        }

        for (; at < end; at++)
        {
            if (!IsDigit(text[at]))
            {
                return false;
            }

            number = (number * 10) + text[at] - '0';
        }

        return true;
    }

    private static bool Skip(string text, ref int at, char c)
    {
        if (at >= text.Length || text[at] != c)
        {
            return false;
        }

        at++;
        return true;
    }

    private static bool IsDigit(char c) => c is >= '0' and <= '9';
}
