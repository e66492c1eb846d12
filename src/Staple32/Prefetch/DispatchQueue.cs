using System.Diagnostics.CodeAnalysis;

namespace Staple32.Prefetch;

/// <summary>
/// Turns that wait for a request to be allowed out: a bounded number in all and per responder, and of those that may go the
/// one whose staple is lost first. A responder at its limit holds up nobody else's certificates. Guarded by the
/// prefetcher's lock.
/// </summary>
/// <remarks>Limits are settings of each entry: those of the turn that would go next count.</remarks>
internal sealed class DispatchQueue
{
    // Responders with somebody waiting and a free place, by who waits at their head.
    private readonly IndexedHeap<Responder> _eligible = new(static (a, b) =>
    {
        if (!a.Ready.TryPeek(out var first) || !b.Ready.TryPeek(out var second)) return 0;
        return first.Deadline != second.Deadline ? first.Deadline.CompareTo(second.Deadline) : first.Sequence.CompareTo(second.Sequence);
    });

    public int InFlight { get; private set; }

    public void Enqueue(RetrievalTurn turn)
    {
        var responder = turn.Responder;
        responder.Ready.Add(turn);
        Refresh(responder);
    }

    /// <summary>Takes back a turn that waits; does nothing if it does not.</summary>
    public void Withdraw(RetrievalTurn turn)
    {
        if (turn.HeapIndex < 0) return;
        var responder = turn.Responder;
        responder.Ready.Remove(turn);
        Refresh(responder);
    }

    /// <summary>Takes the turn that goes next, if there is one and a place for it.</summary>
    public bool TryStart([NotNullWhen(true)] out RetrievalTurn? turn)
    {
        turn = null;
        if (!_eligible.TryPeek(out var responder) || !responder.Ready.TryPeek(out var first)) return false;
        if (InFlight >= Math.Max(1, first.Settings.MaxConcurrentRetrievals)) return false;
        turn = first;
        responder.Ready.Remove(first);
        responder.InFlight++;
        InFlight++;
        Refresh(responder);
        return true;
    }

    /// <summary>Gives a place back.</summary>
    public void Ended(Responder responder)
    {
        responder.InFlight--;
        InFlight--;
        Refresh(responder);
    }

    /// <summary>Takes everybody who waits for a responder, in no particular order.</summary>
    public RetrievalTurn[] Drain(Responder responder)
    {
        var waiting = responder.Ready.Items.ToArray();
        foreach (var turn in waiting) responder.Ready.Remove(turn);
        Refresh(responder);
        return waiting;
    }

    /// <summary>To be called when a responder's limit has changed.</summary>
    public void Refresh(Responder responder)
    {
        var eligible = responder.Ready.TryPeek(out var first) && responder.InFlight < responder.Limit(first.Settings);
        if (!eligible) _eligible.Remove(responder);
        else if (responder.HeapIndex < 0) _eligible.Add(responder);
        else _eligible.Moved(responder);
    }
}
