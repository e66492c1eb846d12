using System.Globalization;
using System.Text;

namespace Staple32.Log;

/// <summary>Takes whole lines; never throws and never waits for a reader: what cannot be written is lost.</summary>
internal interface ILineOutput
{
    public void Write(byte[] line);
}

/// <summary>Makes lines of messages: time in UTC, process, level, message.</summary>
internal sealed class LineSink(ILineOutput output, TimeProvider time)
{
    private readonly object _gate = new();

    public void Write(LogLevel level, string message)
    {
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{time.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} staple32[{Environment.ProcessId}] {NameOf(level)}: {message}\n");
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        lock (_gate)
            output.Write(bytes);
    }

    public static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Off => "off",
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Info => "info",
        _ => "debug",
    };
}
