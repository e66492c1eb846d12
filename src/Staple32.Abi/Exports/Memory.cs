using System.Runtime.InteropServices;

namespace Staple32.Abi.Exports;

/// <summary>CryptMemAlloc and its companions: the C allocator, so that a host may mix them with malloc and free.</summary>
internal static unsafe class Memory
{
    [UnmanagedCallersOnly(EntryPoint = "CryptMemFree")]
    public static void CryptMemFree(void* memory) => NativeMemory.Free(memory);
}
