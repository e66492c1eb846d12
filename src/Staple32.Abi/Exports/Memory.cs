using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;

namespace Staple32.Abi.Exports;

/// <summary>CryptMemAlloc and its companions: the C allocator, so that a host may mix them with malloc and free.</summary>
internal static unsafe class Memory
{
    [UnmanagedCallersOnly(EntryPoint = "CryptMemAlloc")]
    public static void* CryptMemAlloc(uint size)
    {
        if (!Call.Enter(out int saved))
            return null;
        try { return NativeMemory.Alloc(nuint.Max(size, 1)); }
        catch (Exception e) { return Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    /// <summary>On failure the old memory stays as it was.</summary>
    [UnmanagedCallersOnly(EntryPoint = "CryptMemRealloc")]
    public static void* CryptMemRealloc(void* memory, uint size)
    {
        if (!Call.Enter(out int saved))
            return null;
        try { return NativeMemory.Realloc(memory, nuint.Max(size, 1)); }
        catch (Exception e) { return Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CryptMemFree")]
    public static void CryptMemFree(void* memory) => NativeMemory.Free(memory);
}
