namespace Staple32.Prefetch;

/// <summary>
/// Notices that a rush of retrievals is over: there were many, and for a while there have been hardly any. Guarded by the
/// prefetcher's lock.
/// </summary>
internal sealed class RushWatch
{
    /// <summary>Retrievals that make a rush.</summary>
    public const int Many = 1000;

    /// <summary>How long hardly any is made: longer than connections are kept without a request, so that they are gone by then.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(32);

    // Between two questions, a few seconds apart.
    private const int HardlyAny = 20;

    private int _inRush;
    private int _sinceAsked;
    private long _lastBusy;

    /// <summary>Counts one retrieval.</summary>
    public void Add() => _sinceAsked++;

    /// <summary>To be asked every few seconds.</summary>
    /// <returns>Whether a rush is over; true once for each.</returns>
    public bool IsOver(long now)
    {
        if (_sinceAsked > HardlyAny)
        {
            _inRush = Math.Min(_inRush + _sinceAsked, Many);
            _lastBusy = now;
        }

        _sinceAsked = 0;
        if (now - _lastBusy < Quiet.Ticks) return false;
        var isOver = _inRush >= Many;
        _inRush = 0;
        return isOver;
    }
}
