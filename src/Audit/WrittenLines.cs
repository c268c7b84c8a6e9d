using System.Globalization;
using System.Text;
using Newtonsoft.Json;

namespace RestoreSessions.Audit;

/// <summary>The lines that a trail is known to have, by what stands first in each. About 60 bytes of memory a line.</summary>
internal sealed class WrittenLines
{
    // What stands first in a line is shorter; the rest of a line is not kept.
    private const int LongestHead = 1024;

    private readonly HashSet<(int Server, Guid Session, Guid Id, AuditRecord Record)> _lines = new();
    private readonly Dictionary<string, int> _servers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The largest number of a line.</summary>
    public long LastNumber { get; private set; }

    /// <summary>Whether a line is there.</summary>
    /// <param name="record">What it records.</param>
    /// <param name="server">The server's name.</param>
    /// <param name="session">The session.</param>
    /// <param name="id">The event; empty for the lines of a session itself.</param>
    public bool Contains(AuditRecord record, string server, Guid session, Guid id) =>
        _servers.TryGetValue(server, out int index) && _lines.Contains((index, session, id, record));

    /// <summary>Takes in a line that is being written.</summary>
    /// <inheritdoc cref="Contains" path="/param"/>
    public void Add(AuditRecord record, string server, Guid session, Guid id) => _lines.Add((IndexOf(server), session, id, record));

    /// <summary>Whether text is a line of a trail, or the beginning of one.</summary>
    public static bool IsOurs(byte[] bytes) => Encoding.UTF8.GetString(bytes).StartsWith("{\"Record\":\"", StringComparison.Ordinal);

    /// <summary>Reads the whole lines of a stream, from where it is to its end. A line that is not one of a trail counts for nothing.</summary>
    public void Read(Stream file)
    {
        byte[] block = new byte[64 * 1024];
        byte[] head = new byte[LongestHead];
        int length = 0;
        for (int count = file.Read(block, 0, block.Length); count > 0; count = file.Read(block, 0, block.Length))
        {
            for (int at = 0; at < count;)
            {
                int end = Array.IndexOf(block, (byte)'\n', at, count - at);
                int part = Math.Min((end < 0 ? count : end) - at, LongestHead - length);
                Buffer.BlockCopy(block, at, head, length, part);
                length += part;
                if (end >= 0)
                {
                    _ = Take(Encoding.UTF8.GetString(head, 0, length), otherwise: false);
                    length = 0;
                }

                at = end < 0 ? count : end + 1;
            }
        }
    }

    /// <summary>Those lines of a batch that are not there, as bytes.</summary>
    public byte[] Missing(byte[] batch)
    {
        MemoryStream missing = new();
        for (int at = 0; at < batch.Length;)
        {
            int end = Array.IndexOf(batch, (byte)'\n', at) + 1;
            if (Take(Encoding.UTF8.GetString(batch, at, Math.Min(end - at, LongestHead)), otherwise: true))
            {
                missing.Write(batch, at, end - at);
            }

            at = end;
        }

        return missing.ToArray();
    }

    // Whether the line is new. Text that is no line of a trail counts as the caller says.
    private bool Take(string line, bool otherwise)
    {
        int at = 0;
        if (Text(line, ref at, "{\"Record\":\"") is not { } word || !Enum.TryParse(word, out AuditRecord record)
            || Text(line, ref at, ",\"Time\":\"") is null
            || !Guid.TryParse(Text(line, ref at, ",\"SessionId\":\""), out Guid session)
            || Text(line, ref at, ",\"Id\":\"") is not { } id
            || !Number(line, ref at, ",\"Number\":", out long number)
            || Text(line, ref at, ",\"Server\":\"") is not { } server)
        {
            return otherwise;
        }

        LastNumber = Math.Max(LastNumber, number);
        _ = Guid.TryParse(record == AuditRecord.Event ? id : "", out Guid of);
        string name = server.IndexOf('\\') < 0 ? server : Unescape(server);
        return _lines.Add((IndexOf(name), session, of, record));
    }

    private static string Unescape(string text)
    {
        using JsonTextReader reader = new(new StringReader($"\"{text}\""));
        return reader.ReadAsString()!;
    }

    private int IndexOf(string server)
    {
        if (!_servers.TryGetValue(server, out int index))
        {
            _servers.Add(server, index = _servers.Count);
        }

        return index;
    }

    private static string? Text(string line, ref int at, string opening)
    {
        int start = at + opening.Length;
        int end = string.CompareOrdinal(line, at, opening, 0, opening.Length) == 0 ? start : line.Length;
        while (end < line.Length && line[end] != '"')
        {
            end += line[end] == '\\' ? 2 : 1;
        }

        at = end + 1;
        return end < line.Length ? line.Substring(start, end - start) : null;
    }

    private static bool Number(string line, ref int at, string opening, out long number)
    {
        int start = at + opening.Length;
        number = 0;
        if (at > line.Length || string.CompareOrdinal(line, at, opening, 0, opening.Length) != 0)
        {
            return false;
        }

        at = Math.Max(start, line.IndexOf(',', start));
        return long.TryParse(line.Substring(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
