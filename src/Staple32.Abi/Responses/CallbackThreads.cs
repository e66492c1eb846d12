using Staple32.Abi.Boundary;
using Staple32.Log;

namespace Staple32.Abi.Responses;

/// <summary>
/// The threads on which hosts' update callbacks run: the library's own, since a callback may block for as long as it
/// likes, which on the thread pool would hold up the retrievals.
/// </summary>
/// <remarks>
/// <para>
/// A thread is started when a callback is due and none is idle, up to <see cref="MaxThreads"/>; one that has had nothing
/// to do for a few seconds ends, and all of them end with the last handle that has a callback. Until then one stays, so
/// that a machine which has run out of threads delays a callback but never loses it.
/// </para>
/// <para>
/// The one that stays is one that has not been in the host's code. A host with a runtime of its own counts a thread that
/// has been there among its threads: Mono does not let a process end before each of them has.
/// </para>
/// </remarks>
internal static class CallbackThreads
{
    /// <summary>How many callbacks may run, or block, at the same time. The next ones wait in line.</summary>
    public const int MaxThreads = 64;

    private static readonly TimeSpan s_idleTime = TimeSpan.FromSeconds(3);
    private static readonly Lock s_lock = new();
    private static readonly Queue<UpdateCallback> s_ready = new();
    // The last one in is the first one out, so that those which are not needed come to the end of their idle time.
    private static readonly List<Worker> s_idle = [];
    private static int s_threads;
    private static int s_suspended;
    private static int s_users;

    [ThreadStatic]
    private static bool t_isOurs;

    /// <summary>Announces a handle with a callback. From now until <see cref="Leave"/> there is at least one thread.</summary>
    /// <exception cref="OutOfMemoryException">There is none and none can be had.</exception>
    /// <exception cref="ThreadStartException">As above.</exception>
    public static void Join()
    {
        lock (s_lock)
        {
            s_users++;
            if (s_threads > 0)
                return;
            s_threads++;
        }

        try
        {
            Start();
        }
        catch
        {
            lock (s_lock)
            {
                s_users--;
                s_threads--;
            }

            throw;
        }
    }

    /// <summary>Takes back one <see cref="Join"/>.</summary>
    public static void Leave()
    {
        lock (s_lock)
        {
            if (--s_users > 0)
                return;
            foreach (Worker idle in s_idle)
                idle.Wake.Set();
        }
    }

    /// <summary>Has <see cref="UpdateCallback.RunNext"/> called on one of the threads.</summary>
    public static void Post(UpdateCallback callback)
    {
        bool isShort = false;
        lock (s_lock)
        {
            if (s_idle.Count > 0)
            {
                Worker idle = s_idle[^1];
                s_idle.RemoveAt(s_idle.Count - 1);
                idle.Assigned = callback;
                idle.Wake.Set();
            }
            else
            {
                s_ready.Enqueue(callback);
                isShort = ReserveIfShort();
            }
        }

        if (isShort)
            _ = TryStart();
    }

    /// <summary>
    /// Called before a wait for another callback: a thread of ours that waits inside a host's callback does not count
    /// towards the limit, or 64 callbacks that each open a handle would wait for a 65th thread for ever.
    /// </summary>
    public static void Suspend()
    {
        if (!t_isOurs)
            return;
        bool isShort;
        lock (s_lock)
        {
            s_suspended++;
            isShort = s_ready.Count > 0 && ReserveIfShort();
        }

        if (isShort)
            _ = TryStart();
    }

    /// <summary>Ends what <see cref="Suspend"/> began.</summary>
    public static void Resume()
    {
        if (!t_isOurs)
            return;
        lock (s_lock)
            s_suspended--;
    }

    private static bool ReserveIfShort()
    {
        if (s_threads - s_suspended >= MaxThreads)
            return false;
        s_threads++;
        return true;
    }

    private static bool TryStart()
    {
        try
        {
            Start();
            return true;
        }
        catch (Exception e)
        {
            // Every thread there is will look at the line when its callback returns.
            lock (s_lock)
                s_threads--;
            Library.Log.Write(LogLevel.Warning, $"no further thread for update callbacks: {e.Message}");
            return false;
        }
    }

    private static void Start()
    {
        var thread = new Thread(static () => new Worker().Run()) { IsBackground = true, Name = "staple32-callback" };
        thread.Start();
    }

    private sealed class Worker
    {
        /// <summary>Ends the wait of an idle thread.</summary>
        public AutoResetEvent Wake { get; } = new(false);

        /// <summary>Work for an idle thread; under the lock.</summary>
        public UpdateCallback? Assigned { get; set; }

        public void Run()
        {
            t_isOurs = true;
            bool hasMore = false;
            bool mayStay = true;
            for (UpdateCallback? callback = null; (callback = Next(hasMore ? callback : null, mayStay)) is not null; mayStay = false)
                hasMore = callback.RunNext();
            Wake.Dispose();
        }

        /// <summary>The next callback, or null if the thread is to end.</summary>
        /// <param name="unfinished">The one just run, if it has more to do: it queues up behind the others.</param>
        /// <param name="mayStay">Whether this can be the one thread that stays while there is nothing to do.</param>
        private UpdateCallback? Next(UpdateCallback? unfinished, bool mayStay)
        {
            lock (s_lock)
            {
                if (unfinished is not null)
                    s_ready.Enqueue(unfinished);
                if (s_ready.TryDequeue(out UpdateCallback? next))
                    return next;
                s_idle.Add(this);
                if (s_users == 0)
                    Wake.Set();
            }

            TimeSpan patience = s_idleTime;
            while (true)
            {
                bool isWoken = Wake.WaitOne(patience);
                lock (s_lock)
                {
                    if (Assigned is { } assigned)
                    {
                        Assigned = null;
                        return assigned;
                    }

                    if (s_users == 0 || (!isWoken && s_threads > 1))
                    {
                        s_idle.Remove(this);
                        s_threads--;
                        return null;
                    }

                    if (isWoken || mayStay)
                        continue;
                    s_threads++;
                }

                // The last one: without a successor it stays after all.
                if (TryStart())
                    patience = TimeSpan.Zero;
                else
                    mayStay = true;
            }
        }
    }
}
