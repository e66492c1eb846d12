using System.Formats.Asn1;
using System.Text;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates.Names;

namespace Staple32.Abi.Contexts;

/// <summary>Names between their encoding and their text.</summary>
internal static unsafe class NameConversion
{
    // A thousand relative names of the longest values that X.520 allows are far shorter.
    private const int MaxTextLength = 1024 * 1024;

    /// <summary>
    /// The text for CertNameToStr, which has no failure value: what cannot be written is an empty string, and the last error
    /// says why (E_INVALIDARG, ERROR_FILE_NOT_FOUND, CRYPT_E_ASN1_EOD, CRYPT_E_ASN1_BADTAG).
    /// </summary>
    public static string ToText(uint encodingType, CRYPT_DATA_BLOB* name, uint type)
    {
        try
        {
            NameFormat format = NameStringArguments.ReadFormat(type);
            EncodingTypeArgument.Check(encodingType);
            byte[] encoded = NativeBytes.Copy(name);
            if (encoded.Length == 0)
                throw new AbiException(Errors.CRYPT_E_ASN1_EOD, "no bytes");
            return NameWriter.Write(encoded, format);
        }
        catch (Exception e) when (e is AbiException or AsnContentException)
        {
            Guard.Void(e);
            return "";
        }
    }

    /// <summary>The text for CertRDNValueToStr; empty, with E_INVALIDARG, if there is no value.</summary>
    public static string ToText(uint valueType, CRYPT_DATA_BLOB* value)
    {
        try
        {
            bool teletexIsLatin1 = (valueType & RdnFlags.CERT_RDN_DISABLE_IE4_UTF8_FLAG) != 0;
            var type = (RdnValueType)(valueType & RdnFlags.CERT_RDN_TYPE_MASK);
            if (type > RdnValueType.Utf8String)
                throw new AbiException(Errors.E_INVALIDARG, "no such type of value");
            return AttributeText.OfUnits(type, NativeBytes.Copy(value), teletexIsLatin1);
        }
        catch (AbiException e)
        {
            Guard.Void(e);
            return "";
        }
    }

    /// <summary>CertStrToNameA.</summary>
    /// <exception cref="AbiException">E_INVALIDARG, ERROR_FILE_NOT_FOUND, ERROR_INVALID_PARAMETER.</exception>
    public static int ToName(uint encodingType, byte* text, uint type, void* reserved, byte* encoded, uint* size, byte** error)
    {
        string read = NativeText.FromUtf8(text, MaxTextLength) ?? throw Invalid("no text");
        int position = ToName(encodingType, read, type, reserved, encoded, size, out int result);
        if (error != null)
            *error = position < 0 ? null : text + OctetsBefore(text, position);
        return result;
    }

    /// <summary>CertStrToNameW.</summary>
    /// <exception cref="AbiException">As the other overload.</exception>
    public static int ToName(uint encodingType, char* text, uint type, void* reserved, byte* encoded, uint* size, char** error)
    {
        string read = NativeText.FromUtf16(text, MaxTextLength) ?? throw Invalid("no text");
        int position = ToName(encodingType, read, type, reserved, encoded, size, out int result);
        if (error != null)
            *error = position < 0 ? null : text + position;
        return result;
    }

    // Where the text is wrong, -1 if it is not that.
    private static int ToName(uint encodingType, string text, uint type, void* reserved, byte* encoded, uint* size, out int result)
    {
        if (reserved != null || size == null)
            throw Invalid("something reserved, or no size");
        NameSyntax syntax = NameStringArguments.ReadSyntax(type);
        EncodingTypeArgument.Check(encodingType);
        try
        {
            result = SizedBuffer.Copy(NameEncoder.Encode(text, syntax), encoded, size);
            return -1;
        }
        catch (NameTextException e)
        {
            result = LastError.False(e.Fault switch
            {
                NameTextFault.NotNumeric => Errors.CRYPT_E_INVALID_NUMERIC_STRING,
                NameTextFault.NotPrintable => Errors.CRYPT_E_INVALID_PRINTABLE_STRING,
                NameTextFault.NotIa5 => Errors.CRYPT_E_INVALID_IA5_STRING,
                _ => Errors.CRYPT_E_INVALID_X500_STRING,
            });
            return e.Position;
        }
    }

    // Octets that are not UTF-8 were read as U+FFFD, some of them one for several: only reading them again tells.
    private static int OctetsBefore(byte* text, int characters)
    {
        int octets = 0;
        while (characters > 0 && text[octets] != 0)
        {
            int available = 1;
            while (available < 4 && text[octets + available - 1] != 0)
                available++;
            _ = Rune.DecodeFromUtf8(new ReadOnlySpan<byte>(text + octets, available), out Rune rune, out int consumed);
            octets += consumed;
            characters -= rune.Utf16SequenceLength;
        }
        return octets;
    }

    private static AbiException Invalid(string what) => new(Errors.E_INVALIDARG, what);
}
