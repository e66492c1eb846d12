namespace Staple32.Retrieval;

/// <summary>What a responder wants that differs from what everybody is asked with first: GET and SHA-1.</summary>
public readonly record struct ResponderHabits(bool Post, bool Sha256);

/// <summary>
/// What worked with each responder (host and port), so that the next certificate need not find it out again. Bounded;
/// forgotten after a while, since a responder that failed one GET in an hour of trouble would else be asked with POST,
/// which no cache answers, for as long as the process lives. Any thread may use it.
/// </summary>
public sealed class ResponderMemory
{
    public const int Capacity = 1024;
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly Dictionary<(string Host, int Port), (ResponderHabits Habits, long LearnedAt)> _learned = [];

    /// <summary>The number of responders that want something special.</summary>
    public int Count
    {
        get
        {
            lock (_learned)
                return _learned.Count;
        }
    }

    public ResponderHabits Recall(Uri responder, TimeProvider time)
    {
        lock (_learned)
        {
            return _learned.TryGetValue(KeyOf(responder), out var entry) && time.GetElapsedTime(entry.LearnedAt) < Lifetime
                ? entry.Habits
                : default;
        }
    }

    public void Remember(Uri responder, ResponderHabits habits, TimeProvider time)
    {
        var key = KeyOf(responder);
        lock (_learned)
        {
            if (habits == default)
            {
                _learned.Remove(key);
                return;
            }

            if (_learned.Count >= Capacity && !_learned.ContainsKey(key))
                RemoveOldest();
            _learned[key] = (habits, time.GetTimestamp());
        }
    }

    private static (string Host, int Port) KeyOf(Uri responder) => (responder.IdnHost, responder.Port);

    private void RemoveOldest()
    {
        (string, int) oldest = default;
        long learnedAt = long.MaxValue;
        foreach (var (key, entry) in _learned)
        {
            if (entry.LearnedAt < learnedAt)
                (oldest, learnedAt) = (key, entry.LearnedAt);
        }

        _learned.Remove(oldest);
    }
}
