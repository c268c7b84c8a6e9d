using BenchmarkDotNet.Attributes;
using RestoreSessions.Api.Authentication;
using RestoreSessions.Http;

namespace RestoreSessions.Benchmarks;

/// <summary>What the token costs a request.</summary>
[MemoryDiagnoser]
[InProcess]
[MaxIterationCount(20)]
public class TokenBenchmarks
{
    private TokenProvider? _valid;
    private TokenProvider? _due;

    /// <summary>Makes a token that is far from its end, and one that is due whenever it is asked for.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _valid = new TokenProvider(new BearerToken("token", "refresh", TimeSpan.FromHours(1), Clock.Machine), Task.FromResult, Clock.Machine);
        _due = new TokenProvider(Due(), _ => Task.FromResult(Due()), Clock.Machine);
    }

    /// <summary>The token is still good: on every request.</summary>
    [Benchmark(Baseline = true)]
    public string Valid() => _valid!.GetAsync(CancellationToken.None).GetAwaiter().GetResult().Value;

    /// <summary>The token is due: once in its lifetime, here without the server's part.</summary>
    [Benchmark]
    public string Renewed() => _due!.GetAsync(CancellationToken.None).GetAwaiter().GetResult().Value;

    private static BearerToken Due() => new("token", "refresh", TimeSpan.FromTicks(1), Clock.Machine);
}
