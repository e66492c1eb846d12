using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Staple32.Log;

/// <summary>
/// write(2) on a descriptor that others use too. The framework's streams keep a position of their own and would write
/// over what the host has written to the same file since.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class FileDescriptor
{
    private const short PollOut = 4;
    private const int SetStatusFlags = 4;
    private static readonly int s_append = OperatingSystem.IsLinux() ? 0x400 : 8;

    /// <summary>
    /// Writes a line if it can be written now. A pipe that nobody reads, whether full or broken, takes nothing: writing to it
    /// would block us, or raise SIGPIPE in the host.
    /// </summary>
    public static void WriteIfReady(int descriptor, byte[] line)
    {
        var state = new PollState { Descriptor = descriptor, Events = PollOut };
        if (poll(ref state, 1, 0) == 1 && state.Returned == PollOut)
            _ = write(descriptor, line, line.Length);
    }

    /// <summary>From now on every write goes to what is then the end of the file.</summary>
    public static bool TrySetAppend(int descriptor) => fcntl(descriptor, SetStatusFlags, s_append) == 0;

    [StructLayout(LayoutKind.Sequential)]
    private struct PollState
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

#pragma warning disable IDE1006, SYSLIB1054 // The names are the C library's; the signatures need no marshalling code.
    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int poll(ref PollState states, nuint count, int timeout);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint write(int descriptor, byte[] bytes, nint count);

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fcntl(int descriptor, int command, int argument);
#pragma warning restore IDE1006, SYSLIB1054
}
