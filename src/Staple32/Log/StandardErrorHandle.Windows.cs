using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Staple32.Log;

/// <summary>
/// WriteFile on whatever the process has as its standard error at the time: a console, a pipe, a file whose position the
/// host shares, or nothing at all in a service.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class StandardErrorHandle : ILineOutput
{
    private const int StandardErrorNumber = -12;
    private const nint Invalid = -1;

    public void Write(byte[] line)
    {
        nint handle = GetStdHandle(StandardErrorNumber);
        if (handle is not (0 or Invalid))
            _ = WriteFile(handle, line, line.Length, out _, 0);
    }

#pragma warning disable SYSLIB1054 // The signatures need no marshalling code.
    [DllImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint GetStdHandle(int number);

    [DllImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int WriteFile(nint handle, byte[] bytes, int count, out int written, nint overlapped);
#pragma warning restore SYSLIB1054
}
