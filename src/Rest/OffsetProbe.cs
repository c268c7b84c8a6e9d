using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Newtonsoft.Json;

namespace RestoreSessions.Rest;

/// <summary>Tells a server that ignores the offset from a list that grows in step with its reader: only the one has items past the end.</summary>
internal static class OffsetProbe
{
    /// <summary>Further than any archive reaches, and far enough from Int32.MaxValue for a server that adds the limit to it.</summary>
    public const int PastTheEnd = 1_000_000_000;

    /// <summary>Whether a page past the end has items.</summary>
    /// <exception cref="RestFailure">There is no such page to be had.</exception>
    public static async Task<bool> IsIgnoredAsync<T>(Sender sender, IPaged<T> source, Action<string> note, CancellationToken cancellation)
    {
        ApiRequest request = source.Request(PastTheEnd, 1);
        using Answer answer = await sender.SendAsync(request, note, cancellation).ConfigureAwait(false);
        using System.IO.StreamReader text = answer.OpenText();
        using PageReader<bool> reader = new(text, source.Names, item => item.Read());
        try
        {
            return reader.Items().Any();
        }
        catch (JsonException e)
        {
            throw sender.BadAnswer(request, answer, e);
        }
    }
}
