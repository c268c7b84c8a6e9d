using System.Text;
using RestoreSessions.Text;

namespace RestoreSessions.Http;

/// <summary>Strikes secrets out of a text, whatever white space and invisible characters stand within them: a server may break a token over lines.</summary>
internal sealed class Redaction
{
    private const string Mark = "***";

    private readonly string _text;
    private readonly string _seen;
    private readonly List<int> _places = new();
    private readonly bool[] _isSecret;

    public Redaction(string text)
    {
        _text = text;
        _seen = Visible(text, _places);
        _isSecret = new bool[text.Length];
    }

    /// <summary>The characters of a text that can be seen: in this form secrets are looked for.</summary>
    public static string Visible(string text) => Visible(text, new List<int>());

    /// <summary>Strikes a secret out.</summary>
    /// <param name="secret">As <see cref="Visible(string)"/> returns it.</param>
    public void Strike(string secret)
    {
        for (int at = _seen.IndexOf(secret, StringComparison.Ordinal); at >= 0; at = _seen.IndexOf(secret, at + 1, StringComparison.Ordinal))
        {
            StrikeAt(at, secret.Length);
        }
    }

    /// <summary>Strikes out the beginning of a secret at the end of the text, which was cut off there.</summary>
    /// <param name="secret">As <see cref="Visible(string)"/> returns it.</param>
    /// <param name="shortest">The least that counts as a beginning.</param>
    public void StrikeAtEnd(string secret, int shortest)
    {
        for (int length = Math.Min(secret.Length, _seen.Length); length >= shortest; length--)
        {
            if (string.CompareOrdinal(_seen, _seen.Length - length, secret, 0, length) == 0)
            {
                StrikeAt(_seen.Length - length, length);
            }
        }
    }

    /// <summary>The text with *** in place of each secret.</summary>
    public override string ToString()
    {
        StringBuilder shown = new(_text.Length);
        for (int at = 0; at < _text.Length; at++)
        {
            if (!_isSecret[at])
            {
                shown.Append(_text[at]);
            }
            else if (at == 0 || !_isSecret[at - 1])
            {
                shown.Append(Mark);
            }
        }

        return shown.ToString();
    }

    private static string Visible(string text, List<int> places)
    {
        StringBuilder seen = new(text.Length);
        for (int at = 0; at < text.Length; at++)
        {
            if (!char.IsWhiteSpace(text[at]) && !VisibleText.IsInvisible(text, at))
            {
                seen.Append(text[at]);
                places.Add(at);
            }
        }

        return seen.ToString();
    }

    private void StrikeAt(int seen, int length)
    {
        for (int at = _places[seen]; at <= _places[seen + length - 1]; at++)
        {
            _isSecret[at] = true;
        }
    }
}
