namespace Staple32.Abi.Boundary;

/// <summary>
/// What GetLastError reports to the calling thread. Off Windows it is a thread-static of ours behind the exported
/// GetLastError; on Windows <see cref="Call.Leave"/> hands it to the system as the last act of a call.
/// </summary>
internal static class LastError
{
    [ThreadStatic]
    private static uint t_value;

    public static uint Get() => t_value;

    public static void Set(uint code) => t_value = code;

    /// <summary>Sets the last error and returns FALSE, for calls whose failure value is 0.</summary>
    public static int False(uint code)
    {
        t_value = code;
        return 0;
    }

    /// <summary>Sets the last error and returns NULL, for calls whose failure value is a null pointer or handle.</summary>
    public static nint Null(uint code)
    {
        t_value = code;
        return 0;
    }
}
