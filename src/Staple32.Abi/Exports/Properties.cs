using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Exports;

/// <summary>The properties of certificate contexts.</summary>
internal static unsafe class Properties
{
    [UnmanagedCallersOnly(EntryPoint = "CertGetCertificateContextProperty")]
    public static int CertGetCertificateContextProperty(CERT_CONTEXT* context, uint id, void* data, uint* size)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CertificateProperties.Get(context, id, data, size); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertSetCertificateContextProperty")]
    public static int CertSetCertificateContextProperty(CERT_CONTEXT* context, uint id, uint flags, void* data)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CertificateProperties.Set(context, id, flags, (CRYPT_DATA_BLOB*)data); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertEnumCertificateContextProperties")]
    public static uint CertEnumCertificateContextProperties(CERT_CONTEXT* context, uint id)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CertificateProperties.Next(context, id); }
        catch (Exception e) { return Guard.Count(e); }
        finally { Call.Leave(saved); }
    }
}
