using System.Globalization;
using Staple32.Log;

namespace Staple32.Prefetch;

/// <summary>
/// Says what went wrong without flooding the log: the same kind of failure of the same responder once, then at most once an
/// hour with the number of times it has happened since. Any thread may use it.
/// </summary>
internal sealed class TroubleLog(ILog log, TimeProvider time)
{
    public const int Capacity = 1024;
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly Dictionary<(string Source, string Kind), (long Said, int Since)> _known = [];

    public void Report(LogLevel level, string source, string kind, string detail)
    {
        if (!log.IsEnabled(level)) return;
        int since;
        lock (_known)
        {
            if (_known.TryGetValue((source, kind), out var known) && time.GetElapsedTime(known.Said) < Interval)
            {
                _known[(source, kind)] = known with { Since = known.Since + 1 };
                return;
            }

            since = known.Since;
            if (_known.Count >= Capacity) _known.Clear();
            _known[(source, kind)] = (time.GetTimestamp(), 0);
        }

        log.Write(level, since == 0
            ? $"{source}: {kind}: {detail}"
            : string.Create(CultureInfo.InvariantCulture, $"{source}: {kind}, {since} more times since it was last said: {detail}"));
    }
}
