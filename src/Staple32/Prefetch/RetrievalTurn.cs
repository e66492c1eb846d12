using Staple32.Ocsp;
using Staple32.Retrieval;
using Staple32.Settings;

namespace Staple32.Prefetch;

/// <summary>
/// One attempt of one entry: all its URLs in order, once. It exists only while the attempt lasts, so that an entry that
/// waits for days stays lean. Guarded by the prefetcher's lock, except what only the running retrieval touches.
/// </summary>
internal sealed class RetrievalTurn(ServerResponse entry, bool isFirst) : IHeapItem
{
    public ServerResponse Entry { get; } = entry;

    /// <summary>Whether this is the attempt that Open waits for.</summary>
    public bool IsFirst { get; } = isFirst;

    // As it was when the turn began: a URL that works changes it for the next turn, not for the order of this one.
    private readonly int _preferred = entry.PreferredUrl;

    /// <summary>URLs asked, or done without.</summary>
    public int Tried { get; set; }

    /// <summary>When the staple is lost, in ticks of the wall clock; 0 if there is none. The earliest goes first.</summary>
    public required long Deadline { get; init; }

    /// <summary>Who came first goes first among equal deadlines.</summary>
    public required long Sequence { get; init; }

    public int HeapIndex { get; set; } = -1;

    /// <summary>Not null while a request is out.</summary>
    public CancellationTokenSource? Cancel { get; set; }

    /// <summary>Monotonic time at which the request went out.</summary>
    public long Started { get; set; }

    /// <summary>When <see cref="DispatchQueue"/> looks whether the request is slow.</summary>
    public long NextLook { get; set; }

    /// <summary>Whether the request that is out has given up its place.</summary>
    public bool IsSlow { get; set; }

    /// <summary>Whether any URL gave something newer than what was held.</summary>
    public bool BroughtNewer { get; set; }

    /// <summary>Why the URL asked last brought nothing; null if it did not fail.</summary>
    public RetrievalProblem? Problem { get; set; }

    /// <summary>The longest pause that a responder asked for.</summary>
    public TimeSpan? RetryAfter { get; set; }

    public bool HasUrl => Tried < Entry.Terms.Urls.Length;

    public bool IsLastUrl => Tried + 1 >= Entry.Terms.Urls.Length;

    /// <summary>The URL that worked last goes first, the others follow in the order of the certificate.</summary>
    public int UrlIndex => Tried == 0 ? _preferred : Tried <= _preferred ? Tried - 1 : Tried;

    public Responder Responder => Entry.Terms.Responders[UrlIndex];

    public PrefetchSettings Settings => Entry.Terms.Settings;

    /// <summary>What becomes of a URL whose responder is down. One object for all entries: an outage may last for days.</summary>
    public RetrievalProblem NotAsked()
    {
        ref var shared = ref Entry.Terms.NotAsked[UrlIndex];
        if (shared is null || shared.Failure != Responder.LastFailure)
        {
            shared = new RetrievalProblem(RetrievalEnd.TransportError, OcspRefusal.None, 0, Responder.LastFailure,
                Entry.Terms.Urls[UrlIndex].AbsoluteUri, "not asked: the responder is down");
        }

        return shared;
    }
}
