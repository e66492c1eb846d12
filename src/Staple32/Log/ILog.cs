namespace Staple32.Log;

/// <summary>How much is said. A log set to one level also takes the levels before it.</summary>
public enum LogLevel
{
    Off,
    Error,
    Warning,
    Info,
    Debug,
}

/// <summary>Where the library says what happened. Any thread may write; writing never throws.</summary>
public interface ILog
{
    /// <summary>Whether a message of this level would be seen: ask before building an expensive one.</summary>
    public bool IsEnabled(LogLevel level);

    /// <summary>Writes one message of one line, without a full stop, level or time.</summary>
    public void Write(LogLevel level, string message);
}
