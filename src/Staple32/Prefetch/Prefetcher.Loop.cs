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

    /// <summary>How far apart certificates follow when a responder that was down answers again.</summary>
    internal static readonly TimeSpan RecoverySpacing = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan s_longestRecovery = TimeSpan.FromSeconds(300);

    private readonly IndexedHeap<ServerResponse> _waiting = new(static (a, b) => a.Due.CompareTo(b.Due));
    private readonly DispatchQueue _dispatch = new();
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
            while (_waiting.TryPeek(out var entry) && entry.Due <= now)
            {
                _waiting.Remove(entry);
                BeginTurn(entry, now);
            }

            while (_dispatch.TryStart(out var turn))
            {
                turn.Cancel = new CancellationTokenSource();
                var started = turn;
                _environment.Run(() => _ = AskAsync(started));
            }

            if (now >= _nextPoll)
            {
                _nextPoll = now + Slice.Ticks;
                PollDirectories();
            }

            SetTimer(now);
        }
    }

    private void SetTimer(long now)
    {
        if (_entries.Count == 0)
        {
            if (_wake == long.MaxValue) return;
            _wake = long.MaxValue;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        // A timer that is set for earlier, and has not fired yet, is left alone: it will look again.
        var wake = _waiting.TryPeek(out var first) ? Math.Min(first.Due, now + Slice.Ticks) : now + Slice.Ticks;
        if (_wake > now && _wake <= wake) return;
        _wake = wake;
        // Timers count in milliseconds: rounded down, one would fire early and once more for nothing.
        var delay = Math.Max(1, (wake - now + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);
        _timer.Change(TimeSpan.FromMilliseconds(delay), Timeout.InfiniteTimeSpan);
    }

    private void BeginTurn(ServerResponse entry, long now)
    {
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
            var responder = turn.Responder;
            if (responder.Admits(turn, now))
            {
                _dispatch.Enqueue(turn);
                return;
            }

            turn.Problem = NotAsked(turn, responder);
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
        _waiting.Add(entry);
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
        _environment.Log.Write(LogLevel.Warning, $"the clock was stepped by {by.TotalSeconds:F0} s");
        var (now, wall) = (_clock.Monotonic, _clock.Wall);
        foreach (var entry in _waiting.Items)
        {
            var settings = entry.Terms.Settings;
            var due = now + (RefreshSchedule.Next(entry.Validity, wall, 0, settings, _environment.Random()) - wall).Ticks;
            if (entry.Attempts > 0) due = Math.Max(due, entry.LastAttempt + settings.MinRetry.Ticks);
            entry.Due = due;
            entry.Attempts = 0;
        }

        _waiting.Reorder();
    }

    /// <summary>
    /// A responder that was down has answered: those that failed there follow, the one whose staple is lost first going
    /// first, but one after the other and not as a herd.
    /// </summary>
    private void Recover(Responder responder, long now)
    {
        _environment.Log.Write(LogLevel.Info, $"{responder.Host}:{responder.Port} answers again");
        var wall = _clock.Wall;
        List<(long Deadline, ServerResponse Entry)> failed = [];
        foreach (var entry in _waiting.Items)
        {
            if (entry.Attempts > 0 && Array.IndexOf(entry.Terms.Responders, responder) >= 0)
                failed.Add((entry.ServedUntil(wall)?.Ticks ?? 0, entry));
        }

        if (failed.Count == 0) return;
        failed.Sort(static (a, b) => a.Deadline.CompareTo(b.Deadline));
        var spacing = Math.Min(RecoverySpacing.Ticks, s_longestRecovery.Ticks / failed.Count);
        for (var i = 0; i < failed.Count; i++)
        {
            var entry = failed[i].Entry;
            var delay = TimeSpan.FromTicks((spacing * i) + (long)(spacing * _environment.Random()));
            var at = wall + delay;
            // Not in the quiet time around nextUpdate, and no later than it would have been.
            if (RefreshSchedule.Next(entry.Validity, at, 0, entry.Terms.Settings, 0) != at) continue;
            entry.Due = Math.Min(entry.Due, now + delay.Ticks);
        }

        _waiting.Reorder();
    }
}
