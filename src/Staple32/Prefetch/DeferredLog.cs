using System.Collections.Concurrent;
using Staple32.Log;

namespace Staple32.Prefetch;

/// <summary>
/// Takes messages while locks are held and writes them when none is: a log may be a slow disk, or a function of the host
/// that calls us back or waits for a thread that does.
/// </summary>
internal sealed class DeferredLog(ILog log, TimeProvider time)
{
    private readonly FailureLog _failures = new(log, time);
    private readonly ConcurrentQueue<(LogLevel Level, string? Source, string? Kind, string Message)> _messages = new();

    public bool IsEnabled(LogLevel level) => log.IsEnabled(level);

    public void Write(LogLevel level, string message) => Enqueue(level, null, null, message);

    /// <summary>A failure, of which the same is not written again and again.</summary>
    public void WriteFailure(LogLevel level, string source, string kind, string message) => Enqueue(level, source, kind, message);

    /// <summary>To be called without any lock.</summary>
    public void Flush()
    {
        while (_messages.TryDequeue(out var next))
        {
            if (next.Source is null) log.Write(next.Level, next.Message);
            else _failures.Write(next.Level, next.Source, next.Kind!, next.Message);
        }
    }

    private void Enqueue(LogLevel level, string? source, string? kind, string message)
    {
        if (log.IsEnabled(level)) _messages.Enqueue((level, source, kind, message));
    }
}
