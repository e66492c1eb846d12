using System.Diagnostics.CodeAnalysis;

namespace Staple32.Prefetch;

/// <summary>
/// Turns that wait for a request to be allowed out: a bounded number in all and per responder, and of those that may go the
/// one whose staple is lost first. A responder at its limit holds up nobody else's certificates. Guarded by the
/// prefetcher's lock.
/// </summary>
/// <remarks>
/// Limits are settings of each entry: those of the turn that would go next count. A request that is not answered within
/// <see cref="SlowAfter"/>, while its responder answers others promptly, gives up its place and counts an eighth from then
/// on: a few that hang must not hold up thousands that would not. One that is slow for everybody is not asked for more.
/// </remarks>
internal sealed class DispatchQueue
{
    // Responders with somebody waiting and a free place, by who waits at their head.
    private readonly IndexedHeap<Responder> _eligible = new(static (a, b) =>
    {
        if (!a.Ready.TryPeek(out var first) || !b.Ready.TryPeek(out var second)) return 0;
        return first.Deadline != second.Deadline ? first.Deadline.CompareTo(second.Deadline) : first.Sequence.CompareTo(second.Sequence);
    });

    /// <summary>How long a request keeps its place at least.</summary>
    public static readonly TimeSpan SlowAfter = TimeSpan.FromSeconds(1);

    private const int SlowPerPlace = 8;

    // In the order of the next look. A turn that was sent out again may stand here twice.
    private readonly Queue<RetrievalTurn> _young = new();
    private int _slow;

    /// <summary>Requests that have a place.</summary>
    public int InFlight { get; private set; }

    /// <summary>When <see cref="ReleaseSlow"/> may have something to do.</summary>
    public long NextLook
    {
        get
        {
            while (_young.TryPeek(out var turn))
            {
                if (turn.Cancel is not null && !turn.IsSlow) return turn.NextLook;
                _young.Dequeue();
            }

            return long.MaxValue;
        }
    }

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
    public bool TryStart(long now, [NotNullWhen(true)] out RetrievalTurn? turn)
    {
        turn = null;
        if (!_eligible.TryPeek(out var responder) || !responder.Ready.TryPeek(out var first)) return false;
        if (InFlight >= Math.Max(1, first.Settings.MaxConcurrentRetrievals)) return false;
        turn = first;
        responder.Ready.Remove(first);
        responder.InFlight++;
        InFlight++;
        turn.Started = now;
        turn.NextLook = now + SlowAfter.Ticks;
        _young.Enqueue(turn);
        Refresh(responder);
        return true;
    }

    /// <summary>Gives back what a turn's request had: its place, or its part of one.</summary>
    public void Ended(RetrievalTurn turn, Responder responder)
    {
        if (turn.IsSlow)
        {
            turn.IsSlow = false;
            responder.Slow--;
            _slow--;
        }
        else
        {
            responder.InFlight--;
            InFlight--;
        }

        Refresh(responder);
    }

    /// <summary>Takes their places from requests that are slow while their responders answer others promptly.</summary>
    public void ReleaseSlow(long now)
    {
        while (NextLook <= now)
        {
            var turn = _young.Dequeue();
            var responder = turn.Responder;
            if (responder.LastPromptAnswer > turn.Started && !responder.IsDown
                && responder.Slow < SlowPerPlace * responder.Limit(turn.Settings)
                && _slow < SlowPerPlace * turn.Settings.MaxConcurrentRetrievals)
            {
                turn.IsSlow = true;
                responder.Slow++;
                _slow++;
                responder.InFlight--;
                InFlight--;
                Refresh(responder);
            }
            else
            {
                turn.NextLook = now + SlowAfter.Ticks;
                _young.Enqueue(turn);
            }
        }
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
