namespace Staple32.Log;

/// <summary>
/// The log of a process: silent unless asked. Where messages go can be changed while other threads write them.
/// </summary>
public sealed class Logger : ILog
{
    public const string Variable = "STAPLE32_LOG";

    /// <summary>Enough for any message with a URL in it, and a line that a pipe takes in one piece.</summary>
    private const int MaxMessageLength = 1000;

    [ThreadStatic]
    private static Target? t_inside;

    private readonly Target? _usual;
    private Target? _target;

    /// <summary>A log that says nothing until it is given a sink.</summary>
    public Logger()
    {
    }

    /// <summary>A log with a sink of its own, to which it returns when another is taken away.</summary>
    public Logger(LogLevel level, Action<LogLevel, string> sink)
    {
        _usual = new Target(level, sink);
        _target = _usual;
    }

    /// <summary>What STAPLE32_LOG says: <c>off|error|warning|info|debug[,FILE]</c>; standard error if there is no file.</summary>
    public static Logger FromEnvironment() => LogVariable.Open(HostEnvironment.Get(Variable), TimeProvider.System);

    public bool IsEnabled(LogLevel level) =>
        level != LogLevel.Off && Volatile.Read(ref _target) is { } target && level <= target.Level;

    public void Write(LogLevel level, string message)
    {
        while (IsEnabled(level) && Volatile.Read(ref _target) is { } target)
        {
            // A sink that calls the library, which logs, would not come to an end.
            if (t_inside == target)
                return;
            Interlocked.Increment(ref target.Writing);
            // Either SetSink sees that somebody is writing, or this sees that the target has changed.
            bool current = Volatile.Read(ref _target) == target;
            if (current)
                Pass(target, level, LogText.Clean(message, MaxMessageLength));
            Interlocked.Decrement(ref target.Writing);
            if (current)
                return;
        }
    }

    /// <summary>
    /// Sends messages elsewhere. After it returns the sink before is not called any more and no call of it is running
    /// (except one on this thread that led here), so that what it uses may be released.
    /// </summary>
    /// <param name="level">The least severe messages that the sink wants.</param>
    /// <param name="sink">
    /// Called on any thread, on several at once; must not wait for a thread that is in here. Messages written while it
    /// runs, on the same thread, are dropped. Null: back to what the log began with.
    /// </param>
    public void SetSink(LogLevel level, Action<LogLevel, string>? sink)
    {
        Target? before = Interlocked.Exchange(ref _target, sink is null ? _usual : new Target(level, sink));
        if (before is null)
            return;
        int own = t_inside == before ? 1 : 0;
        var wait = default(SpinWait);
        while (Volatile.Read(ref before.Writing) > own)
            wait.SpinOnce();
    }

    private static void Pass(Target target, LogLevel level, string message)
    {
        Target? outer = t_inside;
        t_inside = target;
        try
        {
            target.Sink(level, message);
        }
        catch (Exception)
        {
            // A log that fails must not take down what it reports on.
        }
        finally
        {
            t_inside = outer;
        }
    }

    private sealed class Target(LogLevel level, Action<LogLevel, string> sink)
    {
        /// <summary>How many threads are inside the sink or about to find out that they must not be.</summary>
        public int Writing;

        public LogLevel Level => level;

        public Action<LogLevel, string> Sink => sink;
    }
}
