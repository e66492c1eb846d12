using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Contexts;

/// <summary>The bytes of a certificate or CRL that a host passes.</summary>
internal static unsafe class EncodedBytes
{
    /// <summary>Copies the outermost SEQUENCE. What stands behind it is not looked at, as on Windows.</summary>
    /// <exception cref="AbiException">
    /// E_INVALIDARG: the encoding type is not X.509, or bytes are announced and none given. CRYPT_E_ASN1_EOD: nothing, or
    /// the beginning of a SEQUENCE only. CRYPT_E_ASN1_BADTAG: not a SEQUENCE.
    /// </exception>
    public static byte[] Copy(uint encodingType, byte* encoded, uint size)
    {
        if ((encodingType & EncodingTypes.CERT_ENCODING_TYPE_MASK) != EncodingTypes.X509_ASN_ENCODING)
            throw new AbiException(Errors.E_INVALIDARG, "not an X.509 encoding type");
        if (size == 0)
            throw new AbiException(Errors.CRYPT_E_ASN1_EOD, "no bytes");
        if (encoded == null || size > int.MaxValue)
            throw new AbiException(Errors.E_INVALIDARG, "no bytes where some are announced");
        int length = LengthOf(new ReadOnlySpan<byte>(encoded, (int)size));
        return new ReadOnlySpan<byte>(encoded, length).ToArray();
    }

    /// <summary>The bytes of the outermost SEQUENCE, its header included.</summary>
    private static int LengthOf(ReadOnlySpan<byte> bytes)
    {
        const int LongForm = 0x80;
        if (bytes[0] != 0x30)
            throw new AbiException(Errors.CRYPT_E_ASN1_BADTAG, "not a SEQUENCE");
        if (bytes.Length < 2)
            throw new AbiException(Errors.CRYPT_E_ASN1_EOD, "the beginning of a SEQUENCE only");
        int header = 2;
        long length = bytes[1];
        if (length >= LongForm)
        {
            int octets = (int)length - LongForm;
            header += octets;
            // No octets is the indefinite form, which DER does not have.
            if (octets is 0 or > sizeof(int))
                throw new AbiException(Errors.CRYPT_E_ASN1_BADTAG, "not a DER length");
            length = 0;
            for (int index = 2; index < header && index < bytes.Length; index++)
                length = (length << 8) | bytes[index];
        }

        if (header + length > bytes.Length)
            throw new AbiException(Errors.CRYPT_E_ASN1_EOD, "the beginning of a SEQUENCE only");
        return (int)(header + length);
    }
}
