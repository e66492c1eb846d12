using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Staple32.Abi.Boundary;

/// <summary>What bare methods may call.</summary>
/// <remarks>
/// <para>
/// The hot path is bare: exported with <see cref="RuntimeExportAttribute"/>, it is entered as a C function is, and the runtime
/// is not told. That spares the thread being made known to the runtime (7 ns at each call, microseconds at its first and at
/// its end), and waiting while the collector works.
/// </para>
/// <para>
/// In return a bare method, and all that it calls, touches native memory only: no object, no static but of plain numbers and
/// pointers in a class without initializer, no exception, no P/Invoke (its way back waits for the collector, for ever on a
/// thread that the runtime does not know). Arguments are passed as C passes them, as long as they are numbers and pointers.
/// </para>
/// </remarks>
internal static unsafe partial class Bare
{
    /// <summary>Sets the calling thread's last error: an ordinary export, in which the runtime may be used.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("Staple32SetLastError")]
    public static extern void Fail(uint error);

    [UnmanagedCallersOnly(EntryPoint = "Staple32SetLastError")]
    private static void FailAttached(uint error) => Call.Fail(error);
}
