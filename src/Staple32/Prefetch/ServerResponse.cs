using Staple32.Certificates;
using Staple32.Ocsp;
using Staple32.Retrieval;

namespace Staple32.Prefetch;

/// <summary>
/// One entry: a certificate whose response is kept fresh for everybody who subscribed to it. Lean, since there may be a
/// hundred thousand: what only an attempt needs is in its <see cref="RetrievalTurn"/>, what many entries share in their
/// <see cref="EntryTerms"/>.
/// </summary>
/// <remarks>
/// Two locks: the entry's own for what is held and who is told of it, the prefetcher's for the schedule. Neither is taken
/// while holding the other.
/// </remarks>
internal sealed class ServerResponse(ReadOnlyMemory<byte> leaf, Certificate issuer, EntryTerms terms) : IHeapItem
{
    /// <summary>The order of the queues in which entries wait.</summary>
    public static readonly Comparison<ServerResponse> ByDue = static (a, b) => a.Due.CompareTo(b.Due);

    // Replaced, never changed: whoever has read the field has a list that stays as it is. The entry's lock.
    private ServerResponseSubscription[] _subscriptions = [];
    private AcceptedResponse? _held;
    private AcceptedResponse? _served;

    /// <summary>The leaf's bytes; read anew by each attempt, since what is parsed takes as much again and attempts are rare.</summary>
    public ReadOnlyMemory<byte> EncodedLeaf { get; } = leaf;

    public Certificate Issuer { get; } = issuer;

    public EntryTerms Terms { get; } = terms;

    public EntryKey Key => new(Terms, EncodedLeaf, Issuer);

    /// <summary>The latest response, time valid or not. Any thread may read it; only the running turn replaces it.</summary>
    public AcceptedResponse? Held => Volatile.Read(ref _held);

    /// <summary>Where <see cref="Held"/> came from.</summary>
    public string? Source { get; private set; }

    /// <summary>What became of writing <see cref="Held"/> to the directory.</summary>
    public int WriteError { get; private set; }

    // From here on: the prefetcher's lock, or the running turn.

    /// <summary>ETag and date of <see cref="Held"/>, to be sent to <see cref="PreferredUrl"/> only.</summary>
    public CacheValidators Validators { get; set; } = CacheValidators.None;

    /// <summary>Index of the URL that worked last.</summary>
    public int PreferredUrl { get; set; }

    /// <summary>Monotonic time of the next attempt while the entry waits for one.</summary>
    public long Due { get; set; }

    public int HeapIndex { get; set; } = -1;

    /// <summary>Where it waits for its next attempt; null while one is under way, or if none is to come.</summary>
    public IndexedHeap<ServerResponse>? Queue { get; private set; }

    /// <summary>Attempts without progress, as <see cref="RefreshSchedule.AttemptsAfter"/> counts them.</summary>
    public int Attempts { get; set; }

    public int Failures { get; set; }

    public RetrievalProblem? Problem { get; set; }

    /// <summary>Monotonic time of the end of the last attempt; -1 if there was none.</summary>
    public long LastAttempt { get; set; } = -1;

    public long Retrievals { get; set; }

    public long Requests { get; set; }

    /// <summary>The attempt that is under way.</summary>
    public RetrievalTurn? Turn { get; set; }

    /// <summary>Completed when the first attempt has ended; null from then on.</summary>
    public TaskCompletionSource? First { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Subscriptions that are open or about to be.</summary>
    public int Users { get; set; }

    public bool IsClosed { get; set; }

    /// <summary>How the file is being read: 0 not, 1 now, 2 now and once more after that.</summary>
    public int FileReads { get; set; }

    public ResponseValidity? Validity => Held is { } held ? Succession.Validity(held) : null;

    public Certificate ReadLeaf() => Certificate.Parse(EncodedLeaf);

    /// <summary>When the staple is lost; null if there is none that may be handed out.</summary>
    public DateTimeOffset? ServedUntil(DateTimeOffset now)
    {
        if (Volatile.Read(ref _served) is not { } served || !IsServable(served, now)) return null;
        return served.EffectiveNextUpdate - Terms.Settings.MinValidity;
    }

    /// <summary>Waits in a queue, by <see cref="Due"/>.</summary>
    public void Wait(IndexedHeap<ServerResponse> queue)
    {
        Queue = queue;
        queue.Add(this);
    }

    public void LeaveQueue()
    {
        Queue?.Remove(this);
        Queue = null;
    }

    /// <summary>Lets a subscription in; it is told at once of what is held.</summary>
    public void Join(ServerResponseSubscription subscription)
    {
        lock (this)
        {
            _subscriptions = [.. _subscriptions, subscription];
            if (_held is null) return;
            subscription.Install(_served!);
            subscription.Announce(new ResponseUpdate(_held, null, Source ?? "", WriteError));
        }
    }

    public void Leave(ServerResponseSubscription subscription)
    {
        lock (this)
        {
            subscription.MarkClosed();
            _subscriptions = Array.FindAll(_subscriptions, other => !ReferenceEquals(other, subscription));
        }
    }

    /// <summary>Closes all subscriptions.</summary>
    public void LeaveAll()
    {
        foreach (var subscription in Volatile.Read(ref _subscriptions)) subscription.Leave();
    }

    /// <summary>
    /// Replaces what is held, for everybody. What is handed out is replaced too, unless that would end the service of a
    /// response that is still good: a responder that publishes one with too little validity left takes nothing away.
    /// </summary>
    /// <returns>Who is to be told once it is written: whoever joins later is told by joining.</returns>
    public ServerResponseSubscription[] Install(
        AcceptedResponse response, string source, DateTimeOffset now, out AcceptedResponse? previous)
    {
        lock (this)
        {
            previous = _held;
            Source = source;
            WriteError = 0;
            Volatile.Write(ref _held, response);
            if (_served is null || response.Status == OcspCertificateStatus.Revoked || IsServable(response, now) || !IsServable(_served, now))
            {
                Volatile.Write(ref _served, response);
                foreach (var subscription in _subscriptions) subscription.Install(response);
            }

            return _subscriptions;
        }
    }

    /// <summary>Tells of a response that was installed.</summary>
    public void Announce(ServerResponseSubscription[] audience, ResponseUpdate update)
    {
        lock (this)
        {
            WriteError = update.WriteError;
            foreach (var subscription in audience) subscription.Announce(update);
        }

        foreach (var subscription in audience) subscription.Deliver();
    }

    /// <summary>Takes the oldest update that a subscription has not been told of yet.</summary>
    public ResponseUpdate? TakeAnnounced(ServerResponseSubscription subscription)
    {
        lock (this) return subscription.TakeAnnounced();
    }

    private bool IsServable(AcceptedResponse response, DateTimeOffset now) =>
        Succession.Validity(response).Covers(now, Terms.Settings.MaxClockSkew)
        && response.EffectiveNextUpdate - now >= Terms.Settings.MinValidity;
}
