namespace Staple32.Revocation;

/// <summary>
/// The time that revocation may spend on the network (dwUrlRetrievalTimeout): so much for each URL, or so much for all of
/// them, of which the first gets at most half. Used by one thread at a time.
/// </summary>
public sealed class UrlBudget
{
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly bool _isForAll;
    private TimeSpan _spent;
    private bool _hasBegun;

    /// <param name="time">The monotonic clock.</param>
    /// <param name="timeout">How much.</param>
    /// <param name="isForAll">Whether the timeout is for all URLs together.</param>
    public UrlBudget(TimeProvider time, TimeSpan timeout, bool isForAll)
    {
        _time = time;
        _isForAll = isForAll;
        _timeout = timeout;
    }

    /// <summary>Runs one retrieval, which is told how long it may take.</summary>
    public T Spend<T>(Func<TimeSpan, T> retrieve)
    {
        ArgumentNullException.ThrowIfNull(retrieve);
        TimeSpan limit = _timeout;
        if (_isForAll)
            limit = _hasBegun ? _timeout - _spent : _timeout / 2;
        _hasBegun = true;
        long start = _time.GetTimestamp();
        try
        {
            return retrieve(limit > TimeSpan.Zero ? limit : TimeSpan.Zero);
        }
        finally
        {
            _spent += _time.GetElapsedTime(start);
        }
    }
}
