namespace Staple32.Abi.Boundary;

/// <summary>
/// The wall clock as the hot path reads it: no transition out of managed code, no conversion to calendar units, and at
/// every call, so that a stepped clock or a resumed machine is seen at once.
/// </summary>
internal static partial class WallClock
{
    /// <summary>How far behind the true time <see cref="Now"/> may be: one tick of the slowest Linux kernel (100 Hz), doubled, and one of Windows (64 Hz).</summary>
    public static readonly TimeSpan Granularity = TimeSpan.FromMilliseconds(20);

    /// <summary>Nanoseconds since 1970-01-01 UTC.</summary>
    public static partial long Now();

    /// <summary>A calendar time in the unit of <see cref="Now"/>; what lies outside its range (until 2262) saturates.</summary>
    public static long FromDateTime(DateTimeOffset time)
    {
        long ticks = time.UtcTicks - DateTime.UnixEpoch.Ticks;
        const long NanosecondsPerTick = 100;
        if (ticks > long.MaxValue / NanosecondsPerTick)
            return long.MaxValue;
        return ticks < long.MinValue / NanosecondsPerTick ? long.MinValue : ticks * NanosecondsPerTick;
    }
}
