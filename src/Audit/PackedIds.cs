namespace RestoreSessions.Audit;

/// <summary>Identifiers as bytes: there may be thousands, and the state is written with each batch.</summary>
internal static class PackedIds
{
    private const int Size = 16;

    public static byte[] Pack(IEnumerable<Guid> ids)
    {
        MemoryStream packed = new();
        foreach (Guid id in ids)
        {
            packed.Write(id.ToByteArray(), 0, Size);
        }

        return packed.ToArray();
    }

    public static byte[] Pack(Dictionary<Guid, DateTime> times)
    {
        MemoryStream packed = new();
        foreach (KeyValuePair<Guid, DateTime> pair in times)
        {
            packed.Write(pair.Key.ToByteArray(), 0, Size);
            packed.Write(BitConverter.GetBytes(pair.Value.Ticks), 0, sizeof(long));
        }

        return packed.ToArray();
    }

    public static void Unpack(byte[] packed, HashSet<Guid> ids)
    {
        for (int at = 0; at + Size <= packed.Length; at += Size)
        {
            ids.Add(IdAt(packed, at));
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">It has no such form.</exception>
    public static void Unpack(byte[] packed, Dictionary<Guid, DateTime> times)
    {
        for (int at = 0; at + Size + sizeof(long) <= packed.Length; at += Size + sizeof(long))
        {
            times[IdAt(packed, at)] = new DateTime(BitConverter.ToInt64(packed, at + Size), DateTimeKind.Utc);
        }
    }

    private static Guid IdAt(byte[] packed, int at)
    {
        byte[] bytes = new byte[Size];
        Buffer.BlockCopy(packed, at, bytes, 0, Size);
        return new Guid(bytes);
    }
}
