using System.Runtime.InteropServices;
using Staple32.Abi.Exports;

namespace Staple32.Abi.Foreign;

internal static unsafe partial class SystemCrypt32
{
    private const uint GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT = 0x2;
    private const uint GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS = 0x4;
    private const uint MEM_COMMIT = 0x1000;
    private const uint MEM_PRIVATE = 0x20000;
    private const uint PAGE_READWRITE = 0x4;

    // By its full path: this library itself may have been loaded as "crypt32.dll".
    private static partial nint Locate(bool load)
    {
        string path = Path.Combine(Environment.SystemDirectory, "crypt32.dll");
        if (!TryGetLoaded(path, out nint module) && !(load && NativeLibrary.TryLoad(path, out module)))
            return 0;
        return module == OwnModule() ? 0 : module;
    }

    private static partial bool IsAllocated(void* address) =>
        Query(address, out MEMORY_BASIC_INFORMATION region) && IsPrivate(region) && !IsOnThisStack(address);

    private static partial bool IsAllocatedOrIn(nint module, void* address) =>
        Query(address, out MEMORY_BASIC_INFORMATION region)
        && (IsPrivate(region) ? !IsOnThisStack(address) : region.State == MEM_COMMIT && (nint)region.AllocationBase == module);

    private static bool IsPrivate(in MEMORY_BASIC_INFORMATION region) =>
        region.State == MEM_COMMIT && region.Type == MEM_PRIVATE && region.Protect == PAGE_READWRITE;

    private static bool IsOnThisStack(void* address)
    {
        nuint low, high;
        GetCurrentThreadStackLimits(&low, &high);
        return (nuint)address >= low && (nuint)address < high;
    }

    private static bool Query(void* address, out MEMORY_BASIC_INFORMATION region)
    {
        fixed (MEMORY_BASIC_INFORMATION* known = &region)
            return VirtualQuery(address, known, (nuint)sizeof(MEMORY_BASIC_INFORMATION)) != 0;
    }

    private static bool TryGetLoaded(string path, out nint module)
    {
        nint found = 0;
        fixed (char* name = path)
            module = GetModuleHandleExW(0, name, &found) != 0 ? found : 0;
        return module != 0;
    }

    private static nint OwnModule()
    {
        nint module = 0;
        var function = (delegate* unmanaged<uint>)&OwnFunctions.Staple32GetVersion;
        _ = GetModuleHandleExW(
            GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT, function, &module);
        return module;
    }

#pragma warning disable CS0649 // Filled in by the system.
    private struct MEMORY_BASIC_INFORMATION
    {
        public void* BaseAddress;
        public void* AllocationBase;
        public uint AllocationProtect;
        public ushort PartitionId;
        public nuint RegionSize;
        public uint State;
        public uint Protect;
        public uint Type;
    }
#pragma warning restore CS0649

    [DllImport("kernel32", ExactSpelling = true)]
    private static extern int GetModuleHandleExW(uint flags, void* name, nint* module);

    [DllImport("kernel32", ExactSpelling = true)]
    private static extern nuint VirtualQuery(void* address, MEMORY_BASIC_INFORMATION* region, nuint size);

    [DllImport("kernel32", ExactSpelling = true)]
    private static extern void GetCurrentThreadStackLimits(nuint* low, nuint* high);
}
