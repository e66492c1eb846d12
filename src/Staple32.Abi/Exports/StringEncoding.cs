using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;

namespace Staple32.Abi.Exports;

/// <summary>CryptStringToBinary and CryptBinaryToString; what they do is in <see cref="StringConversion"/>.</summary>
internal static unsafe class StringEncoding
{
    [UnmanagedCallersOnly(EntryPoint = "CryptStringToBinaryA")]
    public static int CryptStringToBinaryA(byte* text, uint length, uint flags, byte* binary, uint* binarySize, uint* skip, uint* usedFlags)
    {
        if (!Call.Enter(out int saved))
            return 0;
        try { return StringConversion.ToBinary(text, length, flags, binary, binarySize, skip, usedFlags); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CryptStringToBinaryW")]
    public static int CryptStringToBinaryW(char* text, uint length, uint flags, byte* binary, uint* binarySize, uint* skip, uint* usedFlags)
    {
        if (!Call.Enter(out int saved))
            return 0;
        try { return StringConversion.ToBinary(text, length, flags, binary, binarySize, skip, usedFlags); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CryptBinaryToStringA")]
    public static int CryptBinaryToStringA(byte* binary, uint binarySize, uint flags, byte* text, uint* length)
    {
        if (!Call.Enter(out int saved))
            return 0;
        try { return StringConversion.ToText(binary, binarySize, flags, text, length); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }

    [UnmanagedCallersOnly(EntryPoint = "CryptBinaryToStringW")]
    public static int CryptBinaryToStringW(byte* binary, uint binarySize, uint flags, char* text, uint* length)
    {
        if (!Call.Enter(out int saved))
            return 0;
        try { return StringConversion.ToText(binary, binarySize, flags, text, length); }
        catch (Exception e) { return Guard.Bool(e); }
        finally { Call.Leave(saved); }
    }
}
