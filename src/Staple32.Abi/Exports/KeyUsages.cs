using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Exports;

/// <summary>What certificates may be used for.</summary>
internal static unsafe class KeyUsages
{
    [UnmanagedCallersOnly(EntryPoint = "CertGetIntendedKeyUsage")]
    public static int CertGetIntendedKeyUsage(uint encodingType, CERT_INFO* info, byte* usage, uint size)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return KeyUsageLists.GetIntended(encodingType, info, usage, size); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertGetEnhancedKeyUsage")]
    public static int CertGetEnhancedKeyUsage(CERT_CONTEXT* context, uint flags, CERT_ENHKEY_USAGE* usage, uint* size)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return KeyUsageLists.Get(context, flags, usage, size); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertSetEnhancedKeyUsage")]
    public static int CertSetEnhancedKeyUsage(CERT_CONTEXT* context, CERT_ENHKEY_USAGE* usage)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return KeyUsageLists.Set(context, usage); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertAddEnhancedKeyUsageIdentifier")]
    public static int CertAddEnhancedKeyUsageIdentifier(CERT_CONTEXT* context, byte* identifier)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return KeyUsageLists.Add(context, identifier); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertRemoveEnhancedKeyUsageIdentifier")]
    public static int CertRemoveEnhancedKeyUsageIdentifier(CERT_CONTEXT* context, byte* identifier)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return KeyUsageLists.Remove(context, identifier); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertGetValidUsages")]
    public static int CertGetValidUsages(uint count, CERT_CONTEXT** contexts, int* number, byte** identifiers, uint* size)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return KeyUsageLists.GetCommon(count, contexts, number, identifiers, size); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }
}
