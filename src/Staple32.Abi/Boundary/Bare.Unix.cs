using System.Runtime;
using System.Runtime.CompilerServices;

namespace Staple32.Abi.Boundary;

internal static unsafe partial class Bare
{
    /// <summary>Frees what NativeMemory.AlignedAlloc has allocated.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("free")]
    public static extern void AlignedFree(void* memory);
}
