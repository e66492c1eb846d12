namespace Staple32.Tests.Prefetch.Simulation;

/// <summary>
/// A wall clock that can be stepped, a monotonic clock, timers and a work queue, all on the thread that calls
/// <see cref="RunFor"/>: weeks pass in seconds, and the same run gives the same result.
/// </summary>
internal sealed class SimulatedClock(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<(SimulatedTimer Timer, int Version), (long Due, long Order)> _timers = new();
    private readonly Queue<Action> _work = new();
    private DateTimeOffset _zero = start;
    private long _order;

    /// <summary>Timers that are set.</summary>
    public int PendingTimers => _timers.UnorderedItems.Count(item => item.Element.Version == item.Element.Timer.Version);

    public int TimersFired { get; private set; }

    /// <summary>Monotonic, from 0.</summary>
    public TimeSpan Elapsed { get; private set; }

    public DateTimeOffset Now => _zero + Elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Elapsed.Ticks;

    /// <summary>Work to be done before any time passes.</summary>
    public void Run(Action work) => _work.Enqueue(work);

    /// <summary>Steps the wall clock; the monotonic one does not notice.</summary>
    public void Step(TimeSpan by) => _zero += by;

    /// <summary>Calls back once, after a while.</summary>
    public void After(TimeSpan delay, Action action) => CreateTimer(_ => action(), null, delay, Timeout.InfiniteTimeSpan);

    /// <summary>Lets time pass: everything that falls due happens, in order.</summary>
    public void RunFor(TimeSpan span)
    {
        var context = SynchronizationContext.Current;
        // Continuations have to run right where the awaited thing completes.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var end = Elapsed + span;
            DoWork();
            while (_timers.TryPeek(out var next, out var priority) && priority.Due <= end.Ticks)
            {
                _timers.Dequeue();
                if (next.Version != next.Timer.Version) continue;
                Elapsed = TimeSpan.FromTicks(Math.Max(Elapsed.Ticks, priority.Due));
                TimersFired++;
                next.Timer.Fire();
                DoWork();
            }

            Elapsed = end;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void DoWork()
    {
        while (_work.TryDequeue(out var work)) work();
    }

    private sealed class SimulatedTimer(SimulatedClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public int Version { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Version++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
                clock._timers.Enqueue((this, Version), ((clock.Elapsed + dueTime).Ticks, clock._order++));
            return true;
        }

        public void Fire()
        {
            if (_period != Timeout.InfiniteTimeSpan && _period > TimeSpan.Zero) Change(_period, _period);
            callback(state);
        }

        public void Dispose() => Version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
