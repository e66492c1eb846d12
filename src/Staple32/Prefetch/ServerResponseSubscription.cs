using Staple32.Ocsp;

namespace Staple32.Prefetch;

/// <summary>One user's share in an entry, from Open to <see cref="Close"/>.</summary>
public sealed class ServerResponseSubscription
{
    private readonly Prefetcher _prefetcher;
    private readonly IServerResponseSink _sink;
    // These two under the entry's lock.
    private List<ResponseUpdate>? _announced;
    private bool _closed;
    private int _left;

    internal ServerResponseSubscription(Prefetcher prefetcher, ServerResponse entry, IServerResponseSink sink)
    {
        _prefetcher = prefetcher;
        _sink = sink;
        Entry = entry;
    }

    /// <summary>
    /// Completes when the entry's first retrieval has ended, either way, or was not needed. Never faults. By then the sink
    /// has been told of what it brought.
    /// </summary>
    public Task FirstAttempt => _prefetcher.FirstAttempt(Entry);

    internal ServerResponse Entry { get; }

    public ServerResponseStatus Query() => _prefetcher.Query(Entry);

    /// <summary>
    /// Ends the subscription; the last one of an entry stops its retrieval. After it returns no call of the sink starts.
    /// From another thread it waits for one that is running; from within a call it does not. Closing again does nothing.
    /// </summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _left, 1) != 0) return;
        Leave();
        _prefetcher.Closed(Entry);
    }

    /// <summary>Waits for a running call of the sink and lets no other start.</summary>
    internal void Leave()
    {
        lock (this) Entry.Leave(this);
    }

    /// <summary>Calls the sink for everything announced, in order, one call at a time.</summary>
    internal void Deliver()
    {
        lock (this)
        {
            // A sink that closes itself finds nothing more; one that was told something new meanwhile is told in order.
            while (Entry.TakeAnnounced(this) is { } update) _prefetcher.Guard(_sink, update, static (sink, update) => sink.Notify(update));
        }
    }

    // The rest is called under the entry's lock.
    internal void Install(AcceptedResponse response)
    {
        if (!_closed) _prefetcher.Guard(_sink, response, static (sink, response) => sink.Install(response));
    }

    internal void Announce(ResponseUpdate update)
    {
        if (!_closed) (_announced ??= []).Add(update);
    }

    internal ResponseUpdate? TakeAnnounced()
    {
        if (_announced is null) return null;
        var next = _announced[0];
        _announced.RemoveAt(0);
        if (_announced.Count == 0) _announced = null;
        return next;
    }

    internal void MarkClosed()
    {
        _closed = true;
        _announced = null;
    }
}
