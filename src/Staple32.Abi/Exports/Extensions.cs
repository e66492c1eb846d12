using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Exports;

/// <summary>Extensions and attributes found in arrays of them.</summary>
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

    [UnmanagedCallersOnly(EntryPoint = "CertFindAttribute")]
    public static CRYPT_ATTRIBUTE* CertFindAttribute(byte* oid, uint count, CRYPT_ATTRIBUTE* attributes)
    {
        if (!Call.Enter(out int saved)) return null;
        try { return AttributeArrays.Find(oid, count, attributes); }
        catch (Exception e) { return (CRYPT_ATTRIBUTE*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertFindRDNAttr")]
    public static CERT_RDN_ATTR* CertFindRDNAttr(byte* oid, CERT_NAME_INFO* name)
    {
        if (!Call.Enter(out int saved)) return null;
        try { return AttributeArrays.Find(oid, name); }
        catch (Exception e) { return (CERT_RDN_ATTR*)Guard.Pointer(e); }
        finally { Call.Leave(saved); }
    }
}
