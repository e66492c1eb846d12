using Staple32.Log;

namespace Staple32.Tests.Log;

/// <summary>Keeps what is written to it.</summary>
public sealed class RecordingLog(LogLevel most = LogLevel.Debug) : ILog
{
    private readonly List<(LogLevel Level, string Message)> _messages = [];

    public IReadOnlyList<(LogLevel Level, string Message)> Messages
    {
        get
        {
            lock (_messages)
                return [.. _messages];
        }
    }

    public bool IsEnabled(LogLevel level) => level != LogLevel.Off && level <= most;

    public void Write(LogLevel level, string message)
    {
        if (!IsEnabled(level))
            return;
        lock (_messages)
            _messages.Add((level, message));
    }
}
