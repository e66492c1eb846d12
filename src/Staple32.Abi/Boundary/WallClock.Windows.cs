using System.Runtime;
using System.Runtime.CompilerServices;

namespace Staple32.Abi.Boundary;

internal static unsafe partial class WallClock
{
    private const long UnixEpochAsFileTime = 116_444_736_000_000_000;
    private const long NanosecondsPerTick = 100;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static partial long Now()
    {
        long time;
        GetSystemTimeAsFileTime(&time);
        return (time - UnixEpochAsFileTime) * NanosecondsPerTick;
    }

    // A read of the page that the kernel shares with every process, at most one clock interrupt (15.6 ms) old.
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("GetSystemTimeAsFileTime")]
    private static extern void GetSystemTimeAsFileTime(long* time);
}
