using System.Globalization;
using System.Runtime.InteropServices;

namespace FakeServer;

/// <summary>
/// N sessions drawn from a seed, the newest at the anchor of the options. Each is made from its number alone, so that a million need no memory;
/// number 0 is the oldest.
/// </summary>
internal sealed class GeneratedSessions(ServerOptions options)
{
    private const long Spacing = 7 * TimeSpan.TicksPerMinute;

    private static readonly string[] Types = ["Vex", "Veod", "Vesp", "Vet"];
    private static readonly string[] Explorers = ["Exchange", "OneDrive", "SharePoint", "Teams"];
    private static readonly string[] People = [@"VBO01\Administrator", @"CONTOSO\j.doe", @"CONTOSO\backup.operator", "fabrikam.onmicrosoft.com"];
    private static readonly string[] Reasons = ["", "Ticket 4711", "Audit request", "Mailbox of a leaver"];

    public int Count => options.SessionCount;

    public SessionRecord this[int number]
    {
        get
        {
            ulong chance = Mix(((ulong)(uint)options.Seed << 32) | (uint)number);
            int type = Draw(ref chance, Types.Length);
            int result = Draw(ref chance, 20);
            DateTime start = StartOf(number);
            bool isWorking = number >= Count - 20 && Draw(ref chance, 5) == 0;
            DateTime end = start.AddTicks(TimeSpan.TicksPerMinute + (long)(chance % (ulong)(3 * TimeSpan.TicksPerHour)));
            end = end < options.Anchor ? end : options.Anchor;
            return new SessionRecord(IdOf(number))
            {
                Type = Types[type],
                Name = string.Create(CultureInfo.InvariantCulture, $"{Explorers[type]} restore (Job: Backup {number % 7} - {start:M/d/yyyy h:mm:ss tt})"),
                CreationTime = start,
                EndTime = isWorking ? null : end,
                State = isWorking ? "Working" : "Stopped",
                Result = isWorking || result > 3 ? "Success" : result == 0 ? "Failed" : "Warning",
                Organization = OrganizationSet.Names[Draw(ref chance, OrganizationSet.Names.Length)],
                InitiatedBy = People[Draw(ref chance, People.Length)],
                Reason = Reasons[Draw(ref chance, Reasons.Length)],
                EventCount = Draw(ref chance, 6),
            };
        }
    }

    public SessionRecord? Find(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        int number = MemoryMarshal.Read<int>(bytes);
        return number >= 0 && number < Count && IdOf(number) == id ? this[number] : null;
    }

    /// <summary>The numbers that start within a period; times rise with the number, so that no session has to be looked at.</summary>
    public (int First, int Count) Range(DateTime? after, DateTime? before)
    {
        int first = after is null ? 0 : FirstWhere(number => StartOf(number) > after);
        int end = before is null ? Count : FirstWhere(number => StartOf(number) >= before);
        return (first, Math.Max(0, end - first));
    }

    private int FirstWhere(Func<int, bool> holds)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            (low, high) = holds(middle) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private DateTime StartOf(int number) =>
        options.Anchor.AddTicks(((number + 1L - Count) * Spacing) - (long)(Mix((uint)number) % (Spacing / 2)));

    private Guid IdOf(int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        MemoryMarshal.Write(bytes, number);
        MemoryMarshal.Write(bytes[4..], options.Seed);
        MemoryMarshal.Write(bytes[8..], Mix((uint)number ^ 0x5EED));
        return new Guid(bytes);
    }

    private static int Draw(ref ulong chance, int sides)
    {
        int drawn = (int)(chance % (ulong)sides);
        chance = Mix(chance);
        return drawn;
    }

    // SplitMix64 (Steele, Lea, Flood 2014): well mixed, and the same on every machine.
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
