using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;

namespace Staple32.Abi.Contexts;

/// <summary>The dwCertEncodingType of functions that encode or decode.</summary>
internal static class EncodingTypeArgument
{
    /// <exception cref="AbiException">ERROR_FILE_NOT_FOUND, as there is no decoder for anything but X.509.</exception>
    public static void Check(uint encodingType)
    {
        if ((encodingType & EncodingTypes.CERT_ENCODING_TYPE_MASK) != EncodingTypes.X509_ASN_ENCODING)
            throw new AbiException(Errors.ERROR_FILE_NOT_FOUND, "not an X.509 encoding type");
    }
}
