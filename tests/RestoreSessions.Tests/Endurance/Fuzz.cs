using System.Diagnostics;
using System.Text;
using Newtonsoft.Json;
using RestoreSessions.Api;
using RestoreSessions.Api.Authentication;
using RestoreSessions.Http;
using RestoreSessions.Json;
using RestoreSessions.Paging;

namespace RestoreSessions.Tests.Endurance;

/// <summary>Feeds damaged bodies to every reader of the module. Only <see cref="JsonException"/> may come out, soon, and at no great cost.</summary>
internal static class Fuzz
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private const long MostBytes = 64L * 1024 * 1024;

    private static readonly Dictionary<string, Action<TextReader>> Readers = new()
    {
        ["sessions"] = text => ReadAll(text, ObjectReaders.Session),
        ["events"] = text => ReadAll(text, ObjectReaders.Event),
        ["organizations"] = text => ReadAll(text, ObjectReaders.Organization),
        ["statistics"] = text => ReadAll(text, ObjectReaders.Statistics),
        ["token"] = text => ReadOne(text, TokenResponse.Reader, TokenResponse.Longest).ToToken(Clock.Machine),
    };

    /// <summary>Sound bodies, from which the damaged ones are made.</summary>
    private static readonly byte[][] Sound = [.. new[]
    {
        """[{"id":"0800471b-d0e2-422b-9d7c-35d15661c3fb","name":"Exchange restore","organization":"ü.onmicrosoft.com","type":"Vex","creationTime":"2020-08-26T18:01:27.1234567Z","endTime":"2020-08-26T18:34:04.2851460+02:00","state":"Stopped","result":"Success","initiatedBy":"HOST\\Administrator","details":"","_links":{"self":{"href":"https://abc.local/v5/RestoreSessions/1"}}}]""",
        """{"offset":0,"limit":30,"results":[{"id":"9f786f0f-de9a-4a90-8118-093b6cb2c4fc","type":"Vet","creationTime":"2020-08-26T18:01:27Z","state":"Working","result":"Success","eTag":9007199254740993}],"_links":{"next":{"href":"/v8/RestoreSessions?offset=30"}},"setId":"x","totalCount":31}""",
        """{"results":[{"id":"9f786f0f-de9a-4a90-8118-093b6cb2c4fc","type":"Restore","itemName":"a","itemType":"b","source":"c","target":"d","startTime":"2020-08-26T18:01:27Z","endTime":"2020-08-26T18:01:28Z","duration":"00:00:01","title":"t","message":"m","status":"Success","order":3}]}""",
        """{"results":[{"id":"9f786f0f-de9a-4a90-8118-093b6cb2c4fc","name":"contoso.onmicrosoft.com","type":"Office365"}]}""",
        """{"access_token":"abc","token_type":"bearer","expires_in":3600,"refresh_token":"def","userName":"x",".issued":"Wed, 26 Aug 2020 18:01:27 GMT"}""",
        """{"results":[{"totalItemsCount":3,"restoredItemsCount":2,"failedItemsCount":1,"skippedItemsCount":0,"warnings":["slow"],"items":[{"detailsType":"BulkMailbox","childItems":[{"path":"Inbox"}]}]}]}""",
    }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Reads damaged bodies, until so many have been read or the time is over.</summary>
    public static FuzzReport Run(long bodies, TimeSpan time, int seed)
    {
        FuzzReport report = new();
        Random random = new(seed);
        Stopwatch watch = Stopwatch.StartNew();
        while (report.Bodies < bodies && watch.Elapsed < time)
        {
            byte[] body = Mutation.Of(Sound[random.Next(Sound.Length)], Sound[random.Next(Sound.Length)], random);
            (string name, Action<TextReader> read) = Readers.ElementAt(random.Next(Readers.Count));
            string? finding = Try(read, body, report);
            if (finding is not null)
            {
                report.Findings.Add($"{name}: {finding}: {Convert.ToBase64String(body)}");
            }
        }

        report.Time = watch.Elapsed;
        return report;
    }

    /// <summary>Reads one body with every reader; null if all is well, or what is wrong.</summary>
    public static string? Replay(byte[] body) => Readers.Values.Select(read => Try(read, body, new FuzzReport())).FirstOrDefault(finding => finding is not null);

    private static string? Try(Action<TextReader> read, byte[] body, FuzzReport report)
    {
        report.Bodies++;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch watch = Stopwatch.StartNew();
        try
        {
            using StreamReader text = new(new MemoryStream(body), Encoding.UTF8, true);
            read(text);
            report.Accepted++;
        }
        catch (JsonException)
        {
            report.Refused++;
        }
#pragma warning disable CA1031 // Whatever else comes out is what is looked for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e.GetType().Name;
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        report.MostBytes = Math.Max(report.MostBytes, bytes);
        report.LongestTime = watch.Elapsed > report.LongestTime ? watch.Elapsed : report.LongestTime;
        return watch.Elapsed > Longest ? $"it took {watch.Elapsed}" : bytes > MostBytes ? $"it took {bytes} bytes" : null;
    }

    private static T ReadOne<T>(TextReader text, ObjectReader<T> items, int longest)
        where T : new()
    {
        using ResponseReader reader = new(text, items.Names, longest);
        return reader.ReadToken() == JsonToken.StartObject ? items.Read(reader) : throw reader.Unexpected("an object");
    }

    private static void ReadAll<T>(TextReader text, ObjectReader<T> items)
        where T : new()
    {
        using PageReader<T> reader = new(text, items);
        foreach (T item in reader.Items())
        {
            // What was read has to be fit for use, too.
            _ = item!.ToString();
            _ = (item as RestoreSession)?.CreationTime;
        }
    }
}

/// <summary>What fuzzing found.</summary>
internal sealed class FuzzReport
{
    /// <summary>How many bodies were read.</summary>
    public long Bodies { get; set; }

    /// <summary>How many of them were still sound, or sound enough.</summary>
    public long Accepted { get; set; }

    /// <summary>How many were refused with the documented error.</summary>
    public long Refused { get; set; }

    /// <summary>The longest time of one.</summary>
    public TimeSpan LongestTime { get; set; }

    /// <summary>The most bytes allocated for one.</summary>
    public long MostBytes { get; set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Time { get; set; }

    /// <summary>What else came out, with the body in base 64.</summary>
    public IList<string> Findings { get; } = [];
}
