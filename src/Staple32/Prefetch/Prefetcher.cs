using Staple32.Log;
using Staple32.Ocsp;
using Staple32.OcspDirectory;
using Staple32.Retrieval;

namespace Staple32.Prefetch;

/// <summary>
/// Keeps the OCSP responses of any number of certificates fresh: one queue by due time, one timer, a bounded number of
/// requests in flight. Whatever the network does, the last good response of each stays installed.
/// </summary>
/// <remarks>
/// Split by concern: this file opens, closes and answers queries; <c>Prefetcher.Loop.cs</c> decides what starts when;
/// <c>Prefetcher.Attempts.cs</c> carries one attempt through its URLs; <c>Prefetcher.Outages.cs</c> deals with responders that are
/// down; <c>Prefetcher.Files.cs</c> reads the directory.
/// </remarks>
public sealed partial class Prefetcher : IDisposable
{
    private readonly PrefetcherEnvironment _environment;
    private readonly Retriever _retriever;
    private readonly DeferredLog _log;
    private readonly ClockWatch _clock;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Dictionary<EntryKey, ServerResponse> _entries = [];
    private readonly TermsTable _terms;
    private bool _disposed;

    public Prefetcher(PrefetcherEnvironment environment)
    {
        _environment = environment;
        _retriever = new Retriever(environment.Transport, environment.Memory, environment.Time);
        _log = new DeferredLog(environment.Log, environment.Time);
        _clock = new ClockWatch(environment.Time);
        _terms = new TermsTable(path => new ResponseDirectory(
            path, environment.Files, environment.Time, owner => FileChanged((ServerResponse)owner)));
        _timer = environment.Time.CreateTimer(
            static state => ((Prefetcher)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Subscribes to the response of a certificate. Never waits for the network: the first retrieval starts in the
    /// background (see <see cref="ServerResponseSubscription.FirstAttempt"/>). If an equal request is open already, its
    /// entry is shared, and a response that it holds is installed and told of before this returns.
    /// </summary>
    /// <exception cref="ArgumentException">No URL without READ, or no directory with READ or WRITE.</exception>
    /// <exception cref="ObjectDisposedException"/>
    public ServerResponseSubscription Open(ServerResponseRequest request, IServerResponseSink sink)
    {
        if (request.Urls.Count == 0 && request.Mode != DirectoryMode.Read) throw new ArgumentException("no URL to ask", nameof(request));
        if (request.Mode != DirectoryMode.None && string.IsNullOrEmpty(request.Directory))
            throw new ArgumentException("no directory", nameof(request));

        ServerResponse? entry;
        bool isNew;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var terms = _terms.Acquire(request);
            var key = new EntryKey(terms, request.Leaf.Encoded, request.Issuer ?? request.Leaf);
            isNew = !_entries.TryGetValue(key, out entry);
            if (isNew)
            {
                entry = new ServerResponse(request.Leaf.Encoded, request.Issuer ?? request.Leaf, terms);
                _entries.Add(key, entry);
            }
            else
            {
                // The entry that is there counts as one user of the terms; those of this request are the same.
                _terms.Release(terms);
            }

            entry!.Users++;
        }

        var subscription = new ServerResponseSubscription(this, entry, sink);
        entry.Join(subscription);
        subscription.Deliver();
        if (isNew) Begin(entry);
        return subscription;
    }

    /// <summary>Stops everything. Responses that were installed stay with their sinks; no call of a sink starts any more.</summary>
    public void Dispose()
    {
        ServerResponse[] entries;
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
            entries = [.. _entries.Values];
        }

        _timer.Dispose();
        foreach (var entry in entries) entry.LeaveAll();
        foreach (var entry in entries) Remove(entry, isLeaving: false);
    }

    internal Task FirstAttempt(ServerResponse entry)
    {
        lock (_gate) return entry.First?.Task ?? Task.CompletedTask;
    }

    internal void Closed(ServerResponse entry)
    {
        Remove(entry, isLeaving: true);
    }

    internal ServerResponseStatus Query(ServerResponse entry)
    {
        lock (_gate)
        {
            var now = _clock.Wall;
            var held = entry.Held;
            var servable = held is not null && entry.Validity!.Value.Covers(now, entry.Terms.Settings.MaxClockSkew);
            return new ServerResponseStatus(
                State(held, servable, entry.Problem),
                held?.ThisUpdate,
                held?.EffectiveNextUpdate,
                held is null ? null : held.EffectiveNextUpdate - entry.Terms.Settings.MinValidity,
                entry.Terms.Mode == DirectoryMode.Read ? null : entry.Queue is not null ? ToWall(entry.Due) : now,
                entry.LastAttempt < 0 ? null : ToWall(entry.LastAttempt),
                entry.Problem,
                entry.Failures,
                entry.Retrievals,
                entry.Requests,
                entry.Source ?? (entry.Terms.Urls.Length > 0 ? entry.Terms.Urls[entry.PreferredUrl].AbsoluteUri : null));
        }
    }

    /// <summary>Calls a sink. One that throws must not take the others' responses with it.</summary>
    internal void Guard<T>(IServerResponseSink sink, T argument, Action<IServerResponseSink, T> call)
    {
        try
        {
            call(sink, argument);
        }
        catch (Exception e)
        {
            _log.Write(LogLevel.Error, $"a user of a response failed: {e.GetType().Name}: {e.Message}");
        }
    }

    private static ServerResponseState State(AcceptedResponse? held, bool servable, RetrievalProblem? problem) =>
        !servable && problem?.Refusal == OcspRefusal.StatusUnknown ? ServerResponseState.Unknown
        : held is null ? ServerResponseState.None
        : held.Status == OcspCertificateStatus.Revoked ? ServerResponseState.Revoked
        : ServerResponseState.Good;

    // A time beyond the end of the calendar is its end.
    private DateTimeOffset ToWall(long monotonic) =>
        RefreshSchedule.Later(_clock.Wall, TimeSpan.FromTicks(monotonic - _clock.Monotonic));

    /// <summary>Forgets an entry and stops what it is doing; if somebody is leaving, only when nobody else is left.</summary>
    private void Remove(ServerResponse entry, bool isLeaving)
    {
        CancellationTokenSource? cancel = null;
        ResponseDirectory? unused;
        lock (_gate)
        {
            if (isLeaving && --entry.Users > 0) return;
            if (entry.IsClosed) return;
            entry.IsClosed = true;
            _entries.Remove(entry.Key);
            entry.LeaveQueue();
            if (entry.Turn is { } turn)
            {
                _dispatch.Withdraw(turn);
                cancel = turn.Cancel;
            }

            entry.Terms.Directory?.Forget(entry.EncodedLeaf.Span, entry);
            unused = _terms.Release(entry.Terms);
            _down.RemoveAll(static responder => responder.Users == 0);
            CompleteFirst(entry);
        }

        // Continuations of what is cancelled may run right here: not under the lock.
        cancel?.Cancel();
        unused?.Dispose();
        Pump();
    }
}
