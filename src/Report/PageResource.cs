using System.Security.Cryptography;
using System.Text;

namespace RestoreSessions.Report;

/// <summary>A file that stands inside the page: its style or its script.</summary>
internal sealed class PageResource
{
    /// <param name="name">report.css or report.js.</param>
    public PageResource(string name)
    {
        using StreamReader reader = new(typeof(PageResource).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);

        // A browser turns CR LF into LF before it computes the hash.
        Text = reader.ReadToEnd().Replace("\r\n", "\n");
        using SHA256 sha = SHA256.Create();
        Hash = "sha256-" + Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(Text)));
    }

    public string Text { get; }

    /// <summary>How a Content-Security-Policy names it.</summary>
    public string Hash { get; }
}
