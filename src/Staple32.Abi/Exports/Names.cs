using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Exports;

/// <summary>Names as text. Those that return a count have no other failure value than an empty string with its terminator.</summary>
internal static unsafe class Names
{
    [UnmanagedCallersOnly(EntryPoint = "CertNameToStrA")]
    public static uint CertNameToStrA(uint encodingType, CRYPT_DATA_BLOB* name, uint type, byte* text, uint size)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CountedText.Copy(NameConversion.ToText(encodingType, name, type), text, size); }
        catch (Exception e) { return Guard.Count(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertNameToStrW")]
    public static uint CertNameToStrW(uint encodingType, CRYPT_DATA_BLOB* name, uint type, char* text, uint size)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CountedText.Copy(NameConversion.ToText(encodingType, name, type), text, size); }
        catch (Exception e) { return Guard.Count(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertStrToNameA")]
    public static int CertStrToNameA(uint encodingType, byte* text, uint type, void* reserved, byte* encoded, uint* size, byte** error)
    {
        if (error != null) *error = null;
        if (!Call.Enter(out int saved)) return 0;
        try { return NameConversion.ToName(encodingType, text, type, reserved, encoded, size, error); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertStrToNameW")]
    public static int CertStrToNameW(uint encodingType, char* text, uint type, void* reserved, byte* encoded, uint* size, char** error)
    {
        if (error != null) *error = null;
        if (!Call.Enter(out int saved)) return 0;
        try { return NameConversion.ToName(encodingType, text, type, reserved, encoded, size, error); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertRDNValueToStrA")]
    public static uint CertRDNValueToStrA(uint valueType, CRYPT_DATA_BLOB* value, byte* text, uint size)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CountedText.Copy(NameConversion.ToText(valueType, value), text, size); }
        catch (Exception e) { return Guard.Count(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertRDNValueToStrW")]
    public static uint CertRDNValueToStrW(uint valueType, CRYPT_DATA_BLOB* value, char* text, uint size)
    {
        if (!Call.Enter(out int saved)) return 0;
        try { return CountedText.Copy(NameConversion.ToText(valueType, value), text, size); }
        catch (Exception e) { return Guard.Count(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertGetNameStringA")]
    public static uint CertGetNameStringA(CERT_CONTEXT* context, uint kind, uint flags, void* parameter, byte* text, uint size)
    {
        if (!Call.Enter(out int saved)) return 0;
        try
        {
            IReadOnlyList<string> names = NameQuestions.Find(context, kind, flags, parameter);
            return NameQuestions.AsksForAll(kind, flags) ? CountedText.CopyList(names, text, size) : CountedText.Copy(names.FirstOrDefault(""), text, size);
        }
        catch (Exception e) { return Guard.Count(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CertGetNameStringW")]
    public static uint CertGetNameStringW(CERT_CONTEXT* context, uint kind, uint flags, void* parameter, char* text, uint size)
    {
        if (!Call.Enter(out int saved)) return 0;
        try
        {
            IReadOnlyList<string> names = NameQuestions.Find(context, kind, flags, parameter);
            return NameQuestions.AsksForAll(kind, flags) ? CountedText.CopyList(names, text, size) : CountedText.Copy(names.FirstOrDefault(""), text, size);
        }
        catch (Exception e) { return Guard.Count(e); }
        finally { Call.Leave(saved); }
    }
}
