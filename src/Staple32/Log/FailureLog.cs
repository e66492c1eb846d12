using System.Globalization;

namespace Staple32.Log;

/// <summary>
/// Keeps an outage from filling the disk: the same failure of the same responder is written once, then at most hourly,
/// with the number of times that it was not. Any thread may write.
/// </summary>
public sealed class FailureLog(ILog log, TimeProvider time)
{
    public const int Capacity = 4096;
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly Dictionary<(string Responder, string Failure), Record> _records = [];

    /// <summary>Writes a message unless one with the same responder and failure was written within the hour.</summary>
    /// <param name="level">As for <see cref="ILog.Write"/>.</param>
    /// <param name="responder">Whose failure it is: host and port.</param>
    /// <param name="failure">What kind of failure it is, the same word for the same kind.</param>
    /// <param name="message">What to write; need not be the same each time.</param>
    public void Write(LogLevel level, string responder, string failure, string message)
    {
        if (!log.IsEnabled(level))
            return;
        long now = time.GetTimestamp();
        int repeated;
        TimeSpan since;
        lock (_records)
        {
            if (_records.TryGetValue((responder, failure), out Record? record))
            {
                since = time.GetElapsedTime(record.WrittenAt, now);
                if (since < Interval)
                {
                    if (record.Suppressed < int.MaxValue)
                        record.Suppressed++;
                    return;
                }

                repeated = record.Suppressed;
                record.Suppressed = 0;
                record.WrittenAt = now;
            }
            else
            {
                if (_records.Count >= Capacity)
                    MakeRoom(now);
                _records.Add((responder, failure), new Record { WrittenAt = now });
                repeated = 0;
                since = default;
            }
        }

        log.Write(level, repeated == 0 ? message : string.Create(
            CultureInfo.InvariantCulture, $"{message} ({repeated} more such in the last {since.TotalMinutes:0} minutes)"));
    }

    /// <summary>Drops what is old enough to be written anew anyway; failing that, all: better a line twice than no bound.</summary>
    private void MakeRoom(long now)
    {
        var old = new List<(string, string)>();
        foreach (var (key, record) in _records)
        {
            if (time.GetElapsedTime(record.WrittenAt, now) >= Interval)
                old.Add(key);
        }

        if (old.Count == 0)
            _records.Clear();
        foreach (var key in old)
            _records.Remove(key);
    }

    private sealed class Record
    {
        public long WrittenAt;
        public int Suppressed;
    }
}
