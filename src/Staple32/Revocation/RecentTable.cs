namespace Staple32.Revocation;

/// <summary>
/// A bounded table that forgets what was not used for the longest time, roughly: when the young half is full it becomes
/// the old one, and what was in the old one is gone. Safe for all threads.
/// </summary>
internal sealed class RecentTable<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private Dictionary<TKey, TValue> _young = [];
    private Dictionary<TKey, TValue> _old = [];

    public bool TryGet(TKey key, out TValue? value)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(key, out value))
                return true;
            if (!_old.TryGetValue(key, out value))
                return false;
            SetLocked(key, value);
            return true;
        }
    }

    public void Set(TKey key, TValue value)
    {
        lock (_lock)
            SetLocked(key, value);
    }

    public void Remove(TKey key)
    {
        lock (_lock)
        {
            _young.Remove(key);
            _old.Remove(key);
        }
    }

    private void SetLocked(TKey key, TValue value)
    {
        if (_young.Count >= Math.Max(1, capacity / 2) && !_young.ContainsKey(key))
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
        }

        _young[key] = value;
    }
}
