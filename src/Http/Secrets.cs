using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Newtonsoft.Json;

namespace RestoreSessions.Http;

/// <summary>The secrets of one connection, which are removed from every text of the server. Thread-safe.</summary>
/// <remarks>A server or a proxy may repeat a request in its error message, with the password or a token.</remarks>
internal sealed class Secrets
{
    // Tokens are renewed as long as a connection lives; older ones have expired.
    private const int Most = 16;

    // Removing a shorter secret would remove parts of ordinary words.
    private const int Shortest = 3;

    // So would removing a shorter piece of base64.
    private const int ShortestEncoded = 7;

    // .NET's error messages contain the proxy's address from HTTPS_PROXY, which may contain a user name and a password.
    private static readonly Regex UserInfo = new(@"(?<=://)[^\s/'""]+(?=@)", RegexOptions.CultureInvariant);

    private static readonly Regex Escape = new("%[0-9A-F]{2}", RegexOptions.CultureInvariant);

    // Shorter ones within an assertion are names and types.
    private static readonly Regex LongWord = new(@"[^\s""',:{}\[\]]{16,}", RegexOptions.CultureInvariant);

    private readonly List<string> _kept = new();
    private readonly Queue<string> _tokens = new();
    private bool _isOver;

    /// <summary>Adds the password.</summary>
    public void AddPassword(string password)
    {
        if (password.Length >= Shortest)
        {
            lock (_kept)
            {
                _kept.Add(password);
            }
        }
    }

    /// <summary>Adds an assertion: as a whole, and each long word of it, because it may be a document with tokens in it.</summary>
    public void AddAssertion(string assertion)
    {
        AddPassword(assertion);
        foreach (Match word in LongWord.Matches(assertion))
        {
            AddPassword(word.Value);
        }
    }

    /// <summary>Adds a token.</summary>
    public void AddToken(string? token)
    {
        if (token?.Length >= Shortest)
        {
            lock (_kept)
            {
                _tokens.Enqueue(token);
                if (_tokens.Count > (_isOver ? 0 : Most))
                {
                    _tokens.Dequeue();
                }
            }
        }
    }

    /// <summary>Drops all secrets, and ignores tokens that are added later.</summary>
    public void Forget()
    {
        lock (_kept)
        {
            _isOver = true;
            _kept.Clear();
            _tokens.Clear();
        }
    }

    /// <summary>The text with *** in place of each secret, and of the user name and password of an address.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isCut">Whether the text went on, so that a secret may be cut off at its end.</param>
    public string Redact(string text, bool isCut = false)
    {
        Redaction redaction = new(text);
        string[] secrets;
        lock (_kept)
        {
            secrets = [.. _kept, .. _tokens];
        }

        foreach (string form in secrets.SelectMany(Forms))
        {
            redaction.Strike(form);
            if (isCut)
            {
                redaction.StrikeAtEnd(form, Shortest);
            }
        }

        return UserInfo.Replace(redaction.ToString(), "***");
    }

    /// <summary>Whether the text contains a secret.</summary>
    public bool IsIn(string text) => Redact(text) != text;

    // Those in which it is sent or might be repeated. They are not kept: they would be ten times the secret.
    private static IEnumerable<string> Forms(string secret)
    {
        string escaped = Uri.EscapeDataString(secret);
        string lower = Escape.Replace(escaped, match => match.Value.ToLowerInvariant());
        string quoted = JsonConvert.ToString(secret);
        string[] plain =
            [secret, escaped, escaped.Replace("%20", "+"), lower, lower.Replace("%20", "+"), WebUtility.HtmlEncode(secret), quoted.Substring(1, quoted.Length - 2)];
        return plain.Distinct().Select(Redaction.Visible).Where(form => form.Length >= Shortest)
            .Concat(Encoded(secret).Distinct().Where(form => form.Length >= ShortestEncoded));
    }

    // The base64 of a secret within a longer text, such as a user name with a password: it depends on how many bytes stand before, and its ends belong to their neighbours, too.
    private static IEnumerable<string> Encoded(string secret)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        for (int before = 0; before < 3; before++)
        {
            string all = Convert.ToBase64String(new byte[before].Concat(bytes).ToArray());
            int first = ((before * 8) + 5) / 6;
            string inner = all.Substring(first, ((before + bytes.Length) * 8 / 6) - first);
            foreach (string form in new[] { inner, all.Substring(first).TrimEnd('='), all.Substring(first) })
            {
                yield return form;
                yield return form.Replace('+', '-').Replace('/', '_');
            }
        }
    }
}
