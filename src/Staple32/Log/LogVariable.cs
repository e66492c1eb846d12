namespace Staple32.Log;

/// <summary>Reads STAPLE32_LOG and opens what it names.</summary>
internal static class LogVariable
{
    /// <summary>
    /// A log as the variable has it. Who sets it wants to see something: an unknown level counts as warning, a file that
    /// cannot be opened as standard error, and either is said there.
    /// </summary>
    /// <param name="value"><c>level[,FILE]</c>; null or empty means silence.</param>
    /// <param name="time">For the time at the beginning of each line.</param>
    public static Logger Open(string? value, TimeProvider time)
    {
        if (string.IsNullOrWhiteSpace(value))
            return new Logger();
        var (level, known, file) = Parse(value);
        if (level == LogLevel.Off)
            return new Logger();

        ILineOutput? output = file is null ? null : LogFile.TryOpen(file);
        var log = new Logger(level, new LineSink(output ?? StandardError.Open(), time).Write);
        if (!known)
            log.Write(LogLevel.Warning, $"{Logger.Variable}: \"{value}\" begins with none of off, error, warning, info, debug; warning is meant");
        if (file is not null && output is null)
            log.Write(LogLevel.Error, $"{Logger.Variable}: cannot write to {file}");
        return log;
    }

    /// <summary>The file name is all that follows the first comma; none if that is nothing.</summary>
    internal static (LogLevel Level, bool Known, string? File) Parse(string value)
    {
        int comma = value.IndexOf(',', StringComparison.Ordinal);
        string word = (comma < 0 ? value : value[..comma]).Trim();
        string file = comma < 0 ? "" : value[(comma + 1)..].Trim();
        LogLevel? level = LevelOf(word);
        return (level ?? LogLevel.Warning, level is not null, file.Length == 0 ? null : file);
    }

    private static LogLevel? LevelOf(string word)
    {
        for (LogLevel level = LogLevel.Off; level <= LogLevel.Debug; level++)
        {
            if (word.Equals(LineSink.NameOf(level), StringComparison.OrdinalIgnoreCase))
                return level;
        }

        return null;
    }
}
