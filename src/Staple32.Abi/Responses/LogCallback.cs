using System.Text;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Log;

namespace Staple32.Abi.Responses;

/// <summary>The host's log function (Staple32SetLogCallback).</summary>
internal static unsafe class LogCallback
{
    /// <summary>Sends messages of that level and graver ones to the function; NULL gives them back to where STAPLE32_LOG says.</summary>
    public static int Set(uint level, delegate* unmanaged<uint, byte*, void*, void> callback, void* argument)
    {
        if (level > (uint)LogLevel.Debug)
            return LastError.False(Errors.ERROR_INVALID_PARAMETER);
        Library.Log.SetSink((LogLevel)level, callback == null ? null : (messageLevel, message) => Pass(callback, argument, messageLevel, message));
        return 1;
    }

    private static void Pass(delegate* unmanaged<uint, byte*, void*, void> callback, void* argument, LogLevel level, string message)
    {
        byte[] text = new byte[Encoding.UTF8.GetByteCount(message) + 1];
        Encoding.UTF8.GetBytes(message, text);
        fixed (byte* line = text)
            callback((uint)level, line, argument);
    }
}
