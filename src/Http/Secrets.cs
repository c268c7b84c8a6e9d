using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.RegularExpressions;
using Newtonsoft.Json;

namespace RestoreSessions.Http;

/// <summary>The secrets of one connection, to be struck out of whatever a server says. Safe to use from any thread.</summary>
/// <remarks>A server or a proxy may echo a request, and with it the password or a token, in the text of an error.</remarks>
internal sealed class Secrets
{
    // A renewal every few seconds must not make the list grow; older tokens are void.
    private const int Most = 16;

    // Shorter ones stand in ordinary words, and whoever chose one has nothing to hide.
    private const int Shortest = 3;

    // .NET names the proxy with whatever stands in HTTPS_PROXY.
    private static readonly Regex UserInfo = new(@"(?<=://)[^\s/'""]+(?=@)", RegexOptions.CultureInvariant);

    private static readonly Regex Escape = new("%[0-9A-F]{2}", RegexOptions.CultureInvariant);

    private readonly List<string> _forms = new();
    private readonly Queue<string> _tokens = new();
    private bool _isOver;

    /// <summary>Adds the password, in the forms in which it travels, or may be repeated.</summary>
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

    /// <summary>Forgets them, and any token that is still on its way.</summary>
    public void Forget()
    {
        lock (_forms)
        {
            _isOver = true;
            _forms.Clear();
            _tokens.Clear();
        }
    }

    /// <summary>The text with three asterisks in the place of each secret, and of the user and password of an address.</summary>
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

    /// <summary>Whether a secret stands in the text.</summary>
    public bool IsIn(string text) => Redact(text) != text;
}
