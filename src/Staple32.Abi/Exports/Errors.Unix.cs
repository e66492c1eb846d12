using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Errors = Staple32.Abi.Layout.Errors;

namespace Staple32.Abi.Exports;

/// <summary>What the certificate API takes from kernel32, for systems that have none.</summary>
internal static unsafe class ErrorExports
{
    private const uint LMEM_MOVEABLE = 0x0002;
    private const uint LMEM_ZEROINIT = 0x0040;

    [UnmanagedCallersOnly(EntryPoint = "GetLastError")]
    public static uint GetLastError() => LastError.Get();

    [UnmanagedCallersOnly(EntryPoint = "SetLastError")]
    public static void SetLastError(uint code) => LastError.Set(code);

    /// <summary>Fixed memory, also where moveable memory is asked for: the handle is the address.</summary>
    [UnmanagedCallersOnly(EntryPoint = "LocalAlloc")]
    public static void* LocalAlloc(uint flags, nuint size)
    {
        if (!Call.Enter(out int saved))
            return null;
        try
        {
            if ((flags & ~(LMEM_MOVEABLE | LMEM_ZEROINIT)) != 0)
                return (void*)LastError.Null(Errors.ERROR_INVALID_PARAMETER);
            return (flags & LMEM_ZEROINIT) != 0 ? NativeMemory.AllocZeroed(nuint.Max(size, 1)) : NativeMemory.Alloc(nuint.Max(size, 1));
        }
        catch (Exception e) { return Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "LocalFree")]
    public static void* LocalFree(void* memory)
    {
        NativeMemory.Free(memory);
        return null;
    }
}
