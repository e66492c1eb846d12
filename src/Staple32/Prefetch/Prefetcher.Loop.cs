using Staple32.Log;

namespace Staple32.Prefetch;

/// <content>What starts when.</content>
public sealed partial class Prefetcher
{
    /// <summary>
    /// The longest the loop sleeps while there is anything to look after: a step of the wall clock and a changed file are
    /// to be noticed within five seconds.
    /// </summary>
    internal static readonly TimeSpan Slice = TimeSpan.FromSeconds(4);

    private readonly IndexedHeap<ServerResponse> _waiting = new(ServerResponse.ByDue);
    private readonly DispatchQueue _dispatch = new();
    private readonly RushWatch _rush = new();
    private long _turns;
    private long _wake = long.MaxValue;
    private long _nextPoll;

    private void Wake()
    {
        // Whether or not the timer fired quite on time, it has to be set again.
        lock (_gate) _wake = 0;
        Pump();
    }

    /// <summary>Does all that is due and sets the timer for the rest. Any thread calls it, after anything has changed.</summary>
    private void Pump()
    {
        lock (_gate)
        {
            if (_disposed) return;
            if (_clock.HasStepped(out var by)) Reschedule(by);
            var now = _clock.Monotonic;
            while (_waiting.TryPeek(out var entry) && entry.Due <= now) BeginTurn(entry, now);
            var probe = Probe(now);

            _dispatch.ReleaseSlow(now);
            while (_dispatch.TryStart(now, out var turn))
            {
                turn.Cancel = new CancellationTokenSource();
                var started = turn;
                _environment.Run(() => _ = AskAsync(started));
            }

            if (now >= _nextPoll)
            {
                _nextPoll = now + Slice.Ticks;
                PollDirectories();
                if (_rush.IsOver(now)) _environment.Run(_environment.AfterRush);
            }

            SetTimer(now, Math.Min(probe, _dispatch.NextLook));
        }

        _log.Flush();
    }

    private void SetTimer(long now, long next)
    {
        if (_entries.Count == 0)
        {
            if (_wake == long.MaxValue) return;
            _wake = long.MaxValue;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        // A timer that is set for earlier, and has not fired yet, is left alone: it will look again.
        var wake = Math.Min(next, now + Slice.Ticks);
        if (_waiting.TryPeek(out var first)) wake = Math.Min(wake, first.Due);
        if (_wake > now && _wake <= wake) return;
        _wake = wake;
        // Timers count in milliseconds: rounded down, one would fire early and once more for nothing.
        var delay = Math.Max(1, (wake - now + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);
        _timer.Change(TimeSpan.FromMilliseconds(delay), Timeout.InfiniteTimeSpan);
    }

    private void BeginTurn(ServerResponse entry, long now)
    {
        entry.LeaveQueue();
        var turn = new RetrievalTurn(entry, entry.First is not null)
        {
            Deadline = entry.ServedUntil(_clock.Wall)?.Ticks ?? 0,
            Sequence = _turns++,
        };
        entry.Turn = turn;
        Advance(turn, now);
    }

    /// <summary>Sends a turn to its next URL, past responders that are down, or ends it.</summary>
    private void Advance(RetrievalTurn turn, long now)
    {
        for (; turn.HasUrl; turn.Tried++)
        {
            if (turn.Responder.Admits(turn, now))
            {
                _dispatch.Enqueue(turn);
                return;
            }

            turn.Problem = turn.NotAsked();
        }

        EndTurn(turn, now);
    }

    private void EndTurn(RetrievalTurn turn, long now)
    {
        var entry = turn.Entry;
        entry.Turn = null;
        var wall = _clock.Wall;
        var settings = entry.Terms.Settings;
        entry.Attempts = RefreshSchedule.AttemptsAfter(entry.Validity, turn.BroughtNewer, wall, entry.Attempts, settings);
        entry.Problem = turn.Problem;
        entry.Failures = turn.Problem is null ? 0 : Math.Min(entry.Failures, int.MaxValue - 1) + 1;
        entry.LastAttempt = now;
        entry.Retrievals++;
        _rush.Add();
        if (entry.IsClosed) return;

        var due = RefreshSchedule.Next(entry.Validity, wall, entry.Attempts, settings, _environment.Random());
        if (turn.RetryAfter is { } pause)
            due = RefreshSchedule.NotBefore(due, entry.Validity, wall, pause, settings, _environment.Random());
        Await(entry, now, due - wall);
        CompleteFirst(entry);
    }

    private void Await(ServerResponse entry, long now, TimeSpan delay)
    {
        entry.Due = now + delay.Ticks;
        entry.Wait(Parking(entry) ?? _waiting);
    }

    private static void CompleteFirst(ServerResponse entry)
    {
        entry.First?.TrySetResult();
        entry.First = null;
    }

    /// <summary>
    /// The wall clock was stepped: what is due follows from the wall clock, so all of it is computed anew. What is due at
    /// once but was tried a moment ago waits a little, so that a clock that is stepped again and again does not turn
    /// into a busy loop.
    /// </summary>
    private void Reschedule(TimeSpan by)
    {
        _log.Write(LogLevel.Warning, $"the clock was stepped by {by.TotalSeconds:F0} s");
        var (now, wall) = (_clock.Monotonic, _clock.Wall);
        Reschedule(_waiting, now, wall);
        foreach (var responder in _down) Reschedule(responder.Parked, now, wall);
    }

    private void Reschedule(IndexedHeap<ServerResponse> queue, long now, DateTimeOffset wall)
    {
        foreach (var entry in queue.Items)
        {
            var settings = entry.Terms.Settings;
            var due = now + (RefreshSchedule.Next(entry.Validity, wall, 0, settings, _environment.Random()) - wall).Ticks;
            if (entry.Attempts > 0) due = Math.Max(due, entry.LastAttempt + settings.MinRetry.Ticks);
            entry.Due = due;
            entry.Attempts = 0;
        }

        queue.Reorder();
    }
}
