using System;
using System.IO;
using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>
/// The text of an answer without its links. It may be of any length, but no single part longer than a bound: JsonTextReader keeps a whole string in memory.
/// </summary>
internal sealed class BoundedText : TextReader
{
    /// <summary>The longest part, in characters: far more than any session has, and little memory.</summary>
    public const int Longest = 8 * 1024 * 1024;

    // Room for all that one read from the server can bring (Answer.BufferSize): StreamReader, asked for less than has arrived and then for more
    // than is left, would wait for the server before it gives the rest.
    private readonly char[] _arrived = new char[Answer.BufferSize + 1];
    private readonly TextReader _inner;
    private int _start;
    private int _end;
    private long _length;

    /// <param name="inner">It stays open when this is disposed.</param>
    public BoundedText(TextReader inner) => _inner = inner;

    /// <summary>Begins the next part.</summary>
    public void BeginPart() => _length = 0;

    /// <summary>Gives what has arrived, waiting only where that is nothing; 0 at the end.</summary>
    /// <exception cref="JsonReaderException">The part is too long.</exception>
    public override int Read(char[] buffer, int index, int count)
    {
        if (_start == _end)
        {
            _start = 0;
            int read = _inner.Read(_arrived, 0, _arrived.Length);
            _length += read;
            _end = Links.Empty(_arrived, read);
        }

        int given = Math.Min(count, _end - _start);
        Array.Copy(_arrived, _start, buffer, index, given);
        _start += given;
        return _length <= Longest ? given : throw new JsonReaderException($"a single value of the answer is longer than {Longest} characters");
    }

    // JsonTextReader reads in no other way.
    public override int Read() => throw new NotSupportedException();

    public override int Peek() => throw new NotSupportedException();
}
