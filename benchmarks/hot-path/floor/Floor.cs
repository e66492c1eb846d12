using System.Runtime.InteropServices;

namespace Floor;

/// <summary>What calling Get and Free costs when they do nothing: the way into managed code and back, twice.</summary>
internal static unsafe class Exports
{
    [UnmanagedCallersOnly(EntryPoint = "FloorGet")]
    public static void* Get(nint handle, uint flags, void* reserved) => null;

    [UnmanagedCallersOnly(EntryPoint = "FloorFree")]
    public static void Free(void* context)
    {
    }
}
