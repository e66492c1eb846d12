using Staple32.Retrieval;
using Staple32.Settings;

namespace Staple32.Prefetch;

/// <summary>
/// One host and port: how many requests are out, who waits, and whether it answers at all. After five transport failures in
/// a row it counts as down: one request at a time probes it, everybody else goes on to their next URL at once instead of
/// waiting for a timeout of their own. Guarded by the prefetcher's lock.
/// </summary>
internal sealed class Responder(string host, int port) : IHeapItem
{
    public const int FailuresUntilDown = 5;

    private static readonly Comparison<RetrievalTurn> s_deadlineFirst = static (a, b) =>
        a.Deadline != b.Deadline ? a.Deadline.CompareTo(b.Deadline) : a.Sequence.CompareTo(b.Sequence);

    public string Host { get; } = host;

    public int Port { get; } = port;

    public IndexedHeap<RetrievalTurn> Ready { get; } = new(s_deadlineFirst);

    /// <summary>Entries with no other responder, while this one is down.</summary>
    public IndexedHeap<ServerResponse> Parked { get; } = new(ServerResponse.ByDue);

    /// <summary>Requests that have a place.</summary>
    public int InFlight { get; set; }

    /// <summary>Requests that are out and have given up their place.</summary>
    public int Slow { get; set; }

    /// <summary>Monotonic time of the last answer that came promptly; -1 if there was none.</summary>
    public long LastPromptAnswer { get; private set; } = -1;

    /// <summary>Whether nothing is out and nobody waits to go out.</summary>
    public bool IsIdle => InFlight == 0 && Ready.Count == 0;

    /// <summary>How many <see cref="EntryTerms"/> name it.</summary>
    public int Users { get; set; }

    public int HeapIndex { get; set; } = -1;

    public int Failures { get; private set; }

    public TransportFailure LastFailure { get; private set; }

    /// <summary>Monotonic time before which a responder that is down is not probed again.</summary>
    public long ProbeDue { get; private set; }

    public bool IsDown => Failures >= FailuresUntilDown;

    public int Limit(PrefetchSettings settings) => IsDown ? 1 : Math.Max(1, settings.MaxConcurrentRetrievalsPerResponder);

    /// <summary>Whether a turn may wait for its request here; if not, it does without this responder.</summary>
    public bool Admits(RetrievalTurn turn, long now)
    {
        if (!IsDown) return true;
        // Somebody may be blocked in Open by a first attempt: it is not held up by the pause between probes, and with no
        // other URL left it waits for what the probe that is out brings.
        return IsIdle ? turn.IsFirst || now >= ProbeDue : turn.IsFirst && turn.IsLastUrl;
    }

    public void Failed(TransportFailure failure, long now, TimeSpan pause)
    {
        LastFailure = failure;
        if (Failures < int.MaxValue) Failures++;
        if (IsDown) ProbeDue = now + pause.Ticks;
    }

    /// <returns>Whether it was down until now.</returns>
    public bool Answered(long now, TimeSpan took)
    {
        if (took < DispatchQueue.SlowAfter) LastPromptAnswer = now;
        var wasDown = IsDown;
        Failures = 0;
        return wasDown;
    }
}
