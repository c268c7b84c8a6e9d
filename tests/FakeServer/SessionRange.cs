using System.Collections;

namespace FakeServer;

/// <summary>A run of generated sessions, each made when it is looked at.</summary>
internal sealed class SessionRange(Func<int, SessionRecord> at, int first, int count, bool isReversed) : IReadOnlyList<SessionRecord>
{
    public int Count => count;

    public SessionRecord this[int index] => at(isReversed ? first + count - 1 - index : first + index);

    public IEnumerator<SessionRecord> GetEnumerator()
    {
        for (int i = 0; i < count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
