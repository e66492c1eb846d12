namespace Staple32.Prefetch;

/// <summary>
/// Wall clock and monotonic clock side by side. Waiting uses the monotonic one, validity the wall clock; when the wall clock
/// is stepped, or the machine was suspended, the two drift apart, and what was computed from one for the other is void.
/// Guarded by the prefetcher's lock.
/// </summary>
internal sealed class ClockWatch
{
    /// <summary>Less than this is not worth computing everything anew.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly long _start;
    private DateTimeOffset _zero;

    public ClockWatch(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _zero = time.GetUtcNow();
    }

    /// <summary>Monotonic, in ticks of a TimeSpan since the watch was made.</summary>
    public long Monotonic => _time.GetElapsedTime(_start).Ticks;

    public DateTimeOffset Wall => _time.GetUtcNow();

    /// <summary>
    /// Whether the clocks have drifted apart since the last step that was noticed, and how far. The drift of many small
    /// corrections adds up: it is measured from the last step, not from the last look.
    /// </summary>
    public bool HasStepped(out TimeSpan by)
    {
        var zero = Wall - TimeSpan.FromTicks(Monotonic);
        by = zero - _zero;
        if (by.Duration() <= Tolerance) return false;
        _zero = zero;
        return true;
    }
}
