using System.Text;
using BenchmarkDotNet.Attributes;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using RestoreSessions.Api;
using RestoreSessions.Paging;

namespace RestoreSessions.Benchmarks;

/// <summary>Reading sessions out of a body, against the usual ways of Newtonsoft.Json. Figures are for one session.</summary>
[MemoryDiagnoser]
[InProcess]
[MaxIterationCount(20)]
public class ReaderBenchmarks
{
    private const int Sessions = 10_000;

    private byte[] _body = [];

    /// <summary>Makes a body of 10,000 sessions with what every version sends, about 590 bytes each.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        IEnumerable<string> sessions = Enumerable.Range(0, Sessions).Select(i => $$$$"""
            {"id":"00000000-0000-0000-0000-{{{{i:D12}}}}","name":"Exchange restore (Job: Backup {{{{i % 7}}}} - 6/1/2026 8:00:00 AM)","organization":"contoso.onmicrosoft.com","type":"Vex","creationTime":"2026-06-01T08:00:00.1234567Z","endTime":"2026-06-01T09:10:11.7654321Z","state":"Stopped","result":"Success","initiatedBy":"CONTOSO\\j.doe","details":"","_links":{"self":{"href":"/v6/RestoreSessions/00000000-0000-0000-0000-{{{{i:D12}}}}"},"organization":{"href":"/v6/RestoreSessions/00000000-0000-0000-0000-{{{{i:D12}}}}/organization"},"events":{"href":"/v6/RestoreSessions/00000000-0000-0000-0000-{{{{i:D12}}}}/events"}}}
            """.Trim());
        _body = Encoding.UTF8.GetBytes($"[{string.Join(",", sessions)}]");
    }

    /// <summary>The module's reader.</summary>
    [Benchmark(OperationsPerInvoke = Sessions)]
    public int Module()
    {
        using StreamReader text = Open();
        using PageReader<RestoreSession> reader = new(text, ObjectReaders.Session);
        return reader.Items().Count();
    }

    /// <summary>JsonSerializer for each element of the list.</summary>
    [Benchmark(OperationsPerInvoke = Sessions, Baseline = true)]
    public int Serializer()
    {
        using JsonTextReader reader = new(Open());
        JsonSerializer serializer = new();
        int count = 0;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonToken.StartObject)
        {
            count += serializer.Deserialize<RestoreSession>(reader) is null ? 0 : 1;
        }

        return count;
    }

    /// <summary>A JToken tree of the whole body.</summary>
    [Benchmark(OperationsPerInvoke = Sessions)]
    public int Tree()
    {
        using JsonTextReader reader = new(Open());
        return JArray.Load(reader).Count;
    }

    private StreamReader Open() => new(new MemoryStream(_body), Encoding.UTF8, true, 16 * 1024);
}
