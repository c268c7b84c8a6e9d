using System.Runtime.CompilerServices;
using Newtonsoft.Json;

namespace RestoreSessions.Json;

/// <summary>Returns the same string for every occurrence of a known property name, whatever its case, so that reading a name allocates nothing.</summary>
/// <remarks>The case of property names is ignored, because it differs between the v5 documentation and servers.</remarks>
internal sealed class JsonNames : JsonNameTable
{
    private readonly string[][] _byLength;

    public JsonNames(params string[] names)
    {
        List<string>[] byLength = new List<string>[64];
        foreach (string name in names)
        {
            (byLength[name.Length] ??= new List<string>()).Add(name);
        }

        _byLength = Array.ConvertAll(byLength, list => list?.ToArray() ?? Array.Empty<string>());
    }

    [MethodImpl(CompilerHints.AggressiveOptimization)]
    public override string? Get(char[] key, int start, int length)
    {
        if (length < _byLength.Length)
        {
            foreach (string name in _byLength[length])
            {
                if (Matches(name, key, start))
                {
                    return name;
                }
            }
        }

        return null;
    }

    [MethodImpl(CompilerHints.AggressiveOptimization)]
    private static bool Matches(string name, char[] key, int start)
    {
        for (int i = 0; i < name.Length; i++)
        {
            char c = key[start + i];
            if (c != name[i] && (c is < 'A' or > 'Z' || (c | 0x20) != (name[i] | 0x20)) && (c is < 'a' or > 'z' || (c & ~0x20) != name[i]))
            {
                return false;
            }
        }

        return true;
    }
}
