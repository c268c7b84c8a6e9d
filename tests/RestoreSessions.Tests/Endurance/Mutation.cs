using System.Text;

namespace RestoreSessions.Tests.Endurance;

/// <summary>Damages a body, in the ways in which bodies are damaged and in some in which nobody would.</summary>
internal static class Mutation
{
    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "null", "true", "-", "1e999", "99999999999999999999", "\\", "\\u0000", "\\ud800", "\u0000", "\ufeff", "//", "/*", "NaN", "'", "undefined", "new Date(", "\r", " "];

    /// <summary>A damaged copy.</summary>
    public static byte[] Of(byte[] body, byte[] other, Random random)
    {
        byte[] damaged = body;
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            damaged = Once(damaged, other, random);
        }

        return damaged;
    }

    private static byte[] Once(byte[] body, byte[] other, Random random)
    {
        int at = random.Next(body.Length + 1);
        int length = random.Next(Math.Min(64, body.Length - at) + 1);
        return random.Next(7) switch
        {
            0 => body[..at],
            1 => [.. body[..at], .. body[(at + length)..]],
            2 => [.. body[..at], .. Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]), .. body[at..]],
            3 => [.. body[..(at + length)], .. body[at..]],
            4 => [.. body[..at], .. other[random.Next(other.Length)..]],
            5 => Flip(body, at, random),
            _ => [.. body[..at], .. Encoding.UTF8.GetBytes(new string("[{\"a0 "[random.Next(6)], random.Next(2000))), .. body[at..]],
        };
    }

    private static byte[] Flip(byte[] body, int at, Random random)
    {
        byte[] flipped = [.. body];
        if (at < flipped.Length)
        {
            flipped[at] ^= (byte)(1 << random.Next(8));
        }

        return flipped;
    }
}
