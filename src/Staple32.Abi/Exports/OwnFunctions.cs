using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Abi.Responses;

namespace Staple32.Abi.Exports;

/// <summary>What the library has beyond Crypt32 (staple32.h).</summary>
internal static unsafe class OwnFunctions
{
    // Major, minor and patch number in a byte each, as STAPLE32_VERSION has them.
    private const uint Version = 0x000100;

    [UnmanagedCallersOnly(EntryPoint = "Staple32GetVersion")]
    public static uint Staple32GetVersion() => Version;

    [UnmanagedCallersOnly(EntryPoint = "Staple32QueryServerOcspResponse")]
    public static int Staple32QueryServerOcspResponse(nint handle, STAPLE32_SERVER_OCSP_STATUS* status)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return StatusReport.Query(handle, status); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "Staple32QueryMemory")]
    public static int Staple32QueryMemory(STAPLE32_MEMORY_STATUS* status)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return MemoryReport.Query(status); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "Staple32SetLogCallback")]
    public static int Staple32SetLogCallback(uint level, delegate* unmanaged<uint, byte*, void*, void> callback, void* argument)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return LogCallback.Set(level, callback, argument); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }
}
