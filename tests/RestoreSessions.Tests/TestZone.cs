using System.Runtime.CompilerServices;
using Xunit;

namespace RestoreSessions.Tests;

/// <summary>
/// The time zone that the tests run in, whatever the machine's: in UTC, a time that is not converted, or converted twice, looks right.
/// </summary>
/// <remarks>
/// Newfoundland is half an hour off the full hour and keeps daylight saving time, which holds on the days that most tests speak of. Processes
/// that a test starts inherit the zone. Windows gives a process no zone of its own: there, the tests run in the machine's.
/// </remarks>
internal static class TestZone
{
    /// <summary>The name of the collection whose tests change the zone: nothing else runs beside them.</summary>
    public const string Collection = "Time zone";

    private const string Usual = "America/St_Johns";

    /// <summary>Whether this system lets a process choose its zone.</summary>
    public static bool CanBeSet => !OperatingSystem.IsWindows();

    /// <summary>Puts this process into another zone until it is disposed. Only for tests of <see cref="Collection"/>.</summary>
    public static IDisposable Use(string zone)
    {
        Assert.SkipUnless(CanBeSet, "Windows gives a process no time zone of its own.");
        Set(zone);
        Assert.Equal(zone, TimeZoneInfo.Local.Id);
        return new Return();
    }

    [ModuleInitializer]
    internal static void SetUsual()
    {
        if (CanBeSet)
        {
            Set(Usual);
        }
    }

    private static void Set(string zone)
    {
        Environment.SetEnvironmentVariable("TZ", zone);
        TimeZoneInfo.ClearCachedData();
    }

    private sealed class Return : IDisposable
    {
        public void Dispose() => Set(Usual);
    }
}

/// <summary>The tests that change the zone of the process.</summary>
[CollectionDefinition(TestZone.Collection, DisableParallelization = true)]
public sealed class ZoneOfTheProcess;
