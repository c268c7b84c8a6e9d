using System.IO;
using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>Text of any length, of which no single part may be longer than a bound: JsonTextReader keeps a whole string in memory.</summary>
internal sealed class BoundedText : TextReader
{
    /// <summary>The longest part, in characters: far more than any session has, and little memory.</summary>
    public const int Longest = 8 * 1024 * 1024;

    private readonly TextReader _inner;
    private long _length;

    /// <param name="inner">It stays open when this is disposed.</param>
    public BoundedText(TextReader inner) => _inner = inner;

    /// <summary>Begins the next part.</summary>
    public void BeginPart() => _length = 0;

    /// <exception cref="JsonReaderException">The part is too long.</exception>
    public override int Read(char[] buffer, int index, int count)
    {
        int read = _inner.Read(buffer, index, count);
        _length += read;
        return _length <= Longest ? read : throw new JsonReaderException($"a single value of the answer is longer than {Longest} characters");
    }

    public override int Read() => _inner.Read();

    public override int Peek() => _inner.Peek();
}
