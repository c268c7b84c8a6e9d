using System.Collections;

namespace FakeServer;

/// <summary>The same items again and again, from another one on each time that one is made.</summary>
internal sealed class EndlessList<T>(IReadOnlyList<T> items, int shift) : IReadOnlyList<T>
{
    public int Count => int.MaxValue;

    public T this[int index] => items[(int)(((long)index + shift) % items.Count)];

    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
