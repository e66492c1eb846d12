namespace Staple32.Retrieval;

/// <summary>
/// Work that host threads wait for: it runs on the runtime's threads, and those who want the same at the same time wait
/// for one run of it. Any thread may use it.
/// </summary>
/// <typeparam name="T">What the work brings.</typeparam>
internal sealed class SharedWork<T>
    where T : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Run> _runs = new(StringComparer.Ordinal);

    /// <summary>Waits for the work of that name, which is begun unless it is under way.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="patience">How long to wait; zero or less does not wait at all.</param>
    /// <param name="work">Begins it. What it throws becomes the result by way of <paramref name="failed"/>.</param>
    /// <param name="failed">The result that an exception stands for.</param>
    /// <param name="isOurs">Whether this call began it.</param>
    /// <returns>Null if the wait was over first; the work goes on.</returns>
    public T? Wait(string key, TimeSpan patience, Func<Task<T>> work, Func<Exception, T> failed, out bool isOurs)
    {
        Run? run;
        isOurs = false;
        lock (_lock)
        {
            if (!_runs.TryGetValue(key, out run))
            {
                isOurs = true;
                run = new Run(key, work, failed);
                _runs.Add(key, run);
            }
        }

        // The host's thread must not find itself inside the runtime's sockets, nor its own context in a continuation.
        if (isOurs)
            ThreadPool.UnsafeQueueUserWorkItem(static begun => _ = begun.Owner.DoAsync(begun.Run), (Owner: this, Run: run), preferLocal: false);
        int milliseconds = (int)Math.Clamp(Math.Ceiling(patience.TotalMilliseconds), 0, int.MaxValue);
        return run.Done.WaitOne(milliseconds) ? run.Result : null;
    }

    private async Task DoAsync(Run run)
    {
        try
        {
            run.Result = await run.Work().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            run.Result = run.Failed(e);
        }

        lock (_lock)
            _runs.Remove(run.Key);
        run.Done.Set();
    }

    private sealed class Run(string key, Func<Task<T>> work, Func<Exception, T> failed)
    {
        public string Key { get; } = key;

        public Func<Task<T>> Work { get; } = work;

        public Func<Exception, T> Failed { get; } = failed;

        // Left to the finalizer: nobody knows who is the last to wait. (Monitor.Wait would keep something for every run there ever was.)
        public ManualResetEvent Done { get; } = new(false);

        /// <summary>Set before <see cref="Done"/> is.</summary>
        public T? Result { get; set; }
    }
}
