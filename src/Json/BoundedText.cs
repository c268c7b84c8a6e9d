using System.Text;
using Newtonsoft.Json;

namespace RestoreSessions.Json;

/// <summary>The text of an answer. It may have any length, but each part is limited, because JsonTextReader keeps a whole string in memory.</summary>
/// <param name="inner">The text; it stays open when this is disposed.</param>
/// <param name="longest">The longest part, in characters.</param>
/// <param name="pieceSize">The most characters that are read at once.</param>
internal sealed class BoundedText(TextReader inner, int longest, int pieceSize = BoundedText.DefaultPieceSize) : TextReader
{
    /// <summary>8 Mi characters: far more than a session has, and little memory.</summary>
    public const int LongestItem = 8 * 1024 * 1024;

    private const int DefaultPieceSize = 16 * 1024;

    // StreamReader returns what it has buffered only if it is asked for more than that; otherwise the next read would wait for the server although text is there.
    private readonly char[] _arrived = new char[pieceSize + 1];
    private int _start;
    private int _end;
    private long _length;

    /// <summary>Whether more was asked for than there is.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Reads a text to its end, without a thread that waits for it.</summary>
    /// <exception cref="JsonReaderException">It is too long.</exception>
    public static async Task<string> ReadAllAsync(TextReader inner, int longest)
    {
        StringBuilder all = new();
        char[] arrived = new char[DefaultPieceSize];
        for (int read = -1; read != 0;)
        {
            read = await inner.ReadAsync(arrived, 0, arrived.Length).ConfigureAwait(false);
            all.Append(arrived, 0, read);
            ThrowIfTooLong(all.Length, longest);
        }

        return all.ToString();
    }

    /// <summary>Begins the next part.</summary>
    public void BeginPart() => _length = 0;

    /// <summary>Returns the characters that have arrived, and blocks only if there are none; 0 at the end.</summary>
    /// <exception cref="JsonReaderException">The part is too long.</exception>
    public override int Read(char[] buffer, int index, int count)
    {
        if (_start == _end)
        {
            _start = 0;
            int read = inner.Read(_arrived, 0, _arrived.Length);
            _length += read;
            IsAtEnd = read == 0;
            _end = LinkStripper.Empty(_arrived, read);
        }

        int given = Math.Min(count, _end - _start);
        Array.Copy(_arrived, _start, buffer, index, given);
        _start += given;
        ThrowIfTooLong(_length, longest);
        return given;
    }

    // JsonTextReader does not use these methods.
    public override int Read() => throw new NotSupportedException();

    public override int Peek() => throw new NotSupportedException();

    private static void ThrowIfTooLong(long length, int longest)
    {
        if (length > longest)
        {
            throw new JsonReaderException($"a single value of the answer is longer than {longest} characters");
        }
    }
}
