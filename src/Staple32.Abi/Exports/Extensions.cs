using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Exports;

/// <summary>Extensions of certificates, CRLs and whatever else carries an array of them.</summary>
internal static unsafe class Extensions
{
    [UnmanagedCallersOnly(EntryPoint = "CertFindExtension")]
    public static CERT_EXTENSION* CertFindExtension(byte* oid, uint count, CERT_EXTENSION* extensions)
    {
        if (!Call.Enter(out int saved)) return null;
        try { return ExtensionArrays.Find(oid, count, extensions); }
        catch (Exception e) { return (CERT_EXTENSION*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }
}
