using System.Runtime.InteropServices;
using System.Text;
using Staple32.Abi.Layout;
using Staple32.TextEncoding;
using static Staple32.Abi.Layout.StringEncodingFlags;

namespace Staple32.Abi.Boundary;

/// <summary>Carries text and bytes between the host's buffers and the codec.</summary>
internal static unsafe class StringConversion
{
    /// <summary>CryptStringToBinaryA. A length of 0 means that the text ends with its terminator.</summary>
    public static int ToBinary(byte* text, uint length, uint flags, byte* binary, uint* binarySize, uint* skip, uint* usedFlags)
    {
        CheckReadable(text, flags, binarySize);
        ReadOnlySpan<byte> raw = length == 0 ? MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text) : new(text, checked((int)length));
        string characters = FormatOf(flags) == TextFormat.Binary ? "" : Encoding.Latin1.GetString(raw);
        return ToBinary(characters, raw, flags, binary, binarySize, skip, usedFlags);
    }

    /// <summary>CryptStringToBinaryW. With CRYPT_STRING_BINARY the length counts bytes, as the SDK declares it.</summary>
    public static int ToBinary(char* text, uint length, uint flags, byte* binary, uint* binarySize, uint* skip, uint* usedFlags)
    {
        CheckReadable(text, flags, binarySize);
        if (length != 0 && FormatOf(flags) == TextFormat.Binary)
            return ToBinary(default, new ReadOnlySpan<byte>(text, checked((int)length)), flags, binary, binarySize, skip, usedFlags);
        ReadOnlySpan<char> characters = length == 0 ? MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text) : new(text, checked((int)length));
        return ToBinary(characters, MemoryMarshal.AsBytes(characters), flags, binary, binarySize, skip, usedFlags);
    }

    /// <summary>CryptBinaryToStringA.</summary>
    public static int ToText(byte* binary, uint binarySize, uint flags, byte* text, uint* length)
    {
        CheckWritable(binary, flags, length);
        var data = new ReadOnlySpan<byte>(binary, checked((int)binarySize));
        if (FormatOf(flags) == TextFormat.Binary)
            return SizedBuffer.Copy(data, text, length);
        string encoded = TextEncoder.Encode(data, FormatOf(flags), LineEndingOf(flags));
        if (!HasRoom(encoded, text, length))
            return text == null ? 1 : LastError.False(Errors.ERROR_MORE_DATA);
        Encoding.Latin1.GetBytes(encoded, new Span<byte>(text, encoded.Length));
        text[encoded.Length] = 0;
        return 1;
    }

    /// <summary>CryptBinaryToStringW.</summary>
    public static int ToText(byte* binary, uint binarySize, uint flags, char* text, uint* length)
    {
        CheckWritable(binary, flags, length);
        var data = new ReadOnlySpan<byte>(binary, checked((int)binarySize));
        if (FormatOf(flags) == TextFormat.Binary)
            return SizedBuffer.Copy(data, text, length);
        string encoded = TextEncoder.Encode(data, FormatOf(flags), LineEndingOf(flags));
        if (!HasRoom(encoded, text, length))
            return text == null ? 1 : LastError.False(Errors.ERROR_MORE_DATA);
        encoded.CopyTo(new Span<char>(text, encoded.Length));
        text[encoded.Length] = '\0';
        return 1;
    }

    private static int ToBinary(
        ReadOnlySpan<char> characters, ReadOnlySpan<byte> raw, uint flags, byte* binary, uint* binarySize, uint* skip, uint* usedFlags)
    {
        // Whoever gives a length may have counted the terminator; no text format has one inside.
        int end = characters.IndexOf('\0');
        if (!TextDecoder.TryDecode(end < 0 ? characters : characters[..end], FormatOf(flags), (flags & CRYPT_STRING_STRICT) != 0, out DecodedText? decoded))
            return LastError.False(Errors.ERROR_INVALID_DATA);
        int result = SizedBuffer.Copy(decoded.Data is null ? raw : decoded.Data, binary, binarySize);
        if (result == 0)
            return result;
        if (skip != null)
            *skip = (uint)decoded.Skipped;
        if (usedFlags != null)
            *usedFlags = (flags & ~CRYPT_STRING_ENCODEMASK) | (uint)decoded.Format;
        return result;
    }

    // In: the room, with the terminator (ignored without a buffer). Out: what is needed with it, or what was written without.
    private static bool HasRoom(string encoded, void* text, uint* length)
    {
        bool fits = text != null && *length > (uint)encoded.Length;
        *length = (uint)encoded.Length + (fits ? 0u : 1u);
        return fits;
    }

    private static void CheckReadable(void* text, uint flags, uint* size)
    {
        if (text == null || size == null || FormatOf(flags) > TextFormat.Base64Uri || HasUnknown(flags))
            throw AbiException.InvalidParameter("text, size or format");
    }

    private static void CheckWritable(void* binary, uint flags, uint* length)
    {
        TextFormat format = FormatOf(flags);
        if (binary == null || length == null || format > TextFormat.Base64Uri || HasUnknown(flags)
            || format is TextFormat.Base64Any or TextFormat.Any or TextFormat.HexAny)
            throw AbiException.InvalidParameter("data, length or format");
    }

    private static bool HasUnknown(uint flags)
    {
        if ((flags & (CRYPT_STRING_PERCENTESCAPE | CRYPT_STRING_HASHDATA)) != 0)
            throw new AbiException(Errors.ERROR_NOT_SUPPORTED, "percent escapes and hashes of the data");
        return (flags & ~(CRYPT_STRING_ENCODEMASK | CRYPT_STRING_STRICT | CRYPT_STRING_NOCRLF | CRYPT_STRING_NOCR)) != 0;
    }

    private static TextFormat FormatOf(uint flags) => (TextFormat)(flags & CRYPT_STRING_ENCODEMASK);

    private static LineEnding LineEndingOf(uint flags) =>
        (flags & CRYPT_STRING_NOCRLF) != 0 ? LineEnding.None
        : (flags & CRYPT_STRING_NOCR) != 0 ? LineEnding.Lf
        : LineEnding.CrLf;
}
