namespace FakeServer;

/// <summary>Text that does something to a terminal, a log or a reader when it is shown as it is.</summary>
public static class HostileText
{
    /// <summary>Clears the screen and writes at its top (ECMA-48).</summary>
    public const string ClearScreen = "a\u001b[2J\u001b[1;1Hb";

    /// <summary>The same with the single character that begins such a sequence.</summary>
    public const string ShortSequence = "a\u009b2Jb";

    /// <summary>Sets the window's title, and rings.</summary>
    public const string Title = "a\u001b]0;owned\u0007b";

    /// <summary>Starts new lines, by every character that does.</summary>
    public const string Lines = "a\r\nb\nc\rd\u0085e\u2028f\u2029g\u000bh\u000ci";

    /// <summary>Shows what follows from right to left: a file name's end where it is not.</summary>
    public const string RightToLeft = "a\u202etxt.exe";

    /// <summary>Looks like admin.</summary>
    public const string Twin = "ad\u200bm\u00adi\ufeffn\u2060";

    /// <summary>A null, and a backspace.</summary>
    public const string Controls = "a\0b\bc";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [ClearScreen, ShortSequence, Title, Lines, RightToLeft, Twin, Controls];

    /// <summary>An answer whose status line and headers carry such text.</summary>
    public static Fault Answer(int code, string text) => Fault.Verbatim($"HTTP/1.1 {code} {text}\r\nX-Note: {text}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}
