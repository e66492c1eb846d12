using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Exports;

/// <summary>PKCS #12 files.</summary>
internal static unsafe class Pfx
{
    [UnmanagedCallersOnly(EntryPoint = "PFXImportCertStore")]
    public static nint PFXImportCertStore(CRYPT_DATA_BLOB* pfx, char* password, uint flags)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return PfxImport.Import(pfx, password, flags); }
        catch (Exception e) { return (nint)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "PFXIsPFXBlob")]
    public static int PFXIsPFXBlob(CRYPT_DATA_BLOB* pfx)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return PfxImport.IsPfx(pfx); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "PFXVerifyPassword")]
    public static int PFXVerifyPassword(CRYPT_DATA_BLOB* pfx, char* password, uint flags)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return PfxImport.VerifyPassword(pfx, password, flags); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }
}
