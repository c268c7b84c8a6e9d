using RestoreSessions.Completion;
using Xunit;

namespace RestoreSessions.Tests.Hosted;

/// <summary>Lets Tab wait for servers as long as a busy machine may need. Its tests run one after the other, because some of them set another time.</summary>
public sealed class LongPatience : IDisposable
{
    /// <summary>The name of the collection.</summary>
    public const string Tab = "Tab";

    private readonly TimeSpan _usual = AskingCompleter.Patience;

    /// <summary>Sets the time.</summary>
    public LongPatience() => AskingCompleter.Patience = TimeSpan.FromSeconds(60);

    /// <summary>Sets the usual one.</summary>
    public void Dispose() => AskingCompleter.Patience = _usual;

    /// <summary>The tests that ask servers by Tab.</summary>
    [CollectionDefinition(Tab)]
    public sealed class Tests : ICollectionFixture<LongPatience>;
}
