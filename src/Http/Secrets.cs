using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
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

    // .NET's error messages contain the proxy's address from HTTPS_PROXY, which may contain a user name and a password.
    private static readonly Regex UserInfo = new(@"(?<=://)[^\s/'""]+(?=@)", RegexOptions.CultureInvariant);

    private static readonly Regex Escape = new("%[0-9A-F]{2}", RegexOptions.CultureInvariant);

    // Shorter ones within an assertion are names and types.
    private static readonly Regex LongWord = new(@"[^\s""',:{}\[\]]{16,}", RegexOptions.CultureInvariant);

    private readonly List<string> _forms = new();
    private readonly Queue<string> _tokens = new();
    private bool _isOver;

    /// <summary>Adds the password, in the forms in which it is sent or might be repeated.</summary>
    public void AddPassword(string password)
    {
        if (password.Length >= Shortest)
        {
            string escaped = Uri.EscapeDataString(password);
            string lower = Escape.Replace(escaped, match => match.Value.ToLowerInvariant());
            string quoted = JsonConvert.ToString(password);
            lock (_forms)
            {
                _forms.AddRange(new[]
                {
                    password, escaped, escaped.Replace("%20", "+"), lower, lower.Replace("%20", "+"), WebUtility.HtmlEncode(password), quoted.Substring(1, quoted.Length - 2),
                });
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
            lock (_forms)
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
        lock (_forms)
        {
            _isOver = true;
            _forms.Clear();
            _tokens.Clear();
        }
    }

    /// <summary>The text with *** in place of each secret, and of the user name and password of an address.</summary>
    public string Redact(string text)
    {
        lock (_forms)
        {
            foreach (string form in _forms.Concat(_tokens))
            {
                text = text.Replace(form, "***");
            }
        }

        return UserInfo.Replace(text, "***");
    }

    /// <summary>Whether the text contains a secret.</summary>
    public bool IsIn(string text) => Redact(text) != text;
}
