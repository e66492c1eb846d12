using System.Text;
using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Certificates;
using Staple32.Certificates.Names;

namespace Staple32.Abi.Contexts;

/// <summary>Compares and measures what stands in the host's structures.</summary>
internal static unsafe class Comparisons
{
    /// <summary>CertCompareIntegerBlob.</summary>
    /// <exception cref="AbiException">E_INVALIDARG: a number is missing.</exception>
    public static int Integers(CRYPT_DATA_BLOB* first, CRYPT_DATA_BLOB* second) =>
        IntegerBlobs.Equal(NativeBytes.Copy(first), NativeBytes.Copy(second)) ? 1 : 0;

    /// <summary>CertCompareCertificateName: byte for byte.</summary>
    /// <exception cref="AbiException">E_INVALIDARG: a Name is missing.</exception>
    public static int Names(CRYPT_DATA_BLOB* first, CRYPT_DATA_BLOB* second) =>
        NativeBytes.Copy(first).AsSpan().SequenceEqual(NativeBytes.Copy(second)) ? 1 : 0;

    /// <summary>CertCompareCertificate: the same issuer and serial number.</summary>
    /// <exception cref="AbiException">E_INVALIDARG: a certificate is missing.</exception>
    public static int Certificates(CERT_INFO* first, CERT_INFO* second)
    {
        if (first == null || second == null)
            throw Invalid("no certificate");
        return Integers(&first->SerialNumber, &second->SerialNumber) & Names(&first->Issuer, &second->Issuer);
    }

    /// <summary>CertComparePublicKeyInfo: the same bits. The algorithms are not looked at, as on Windows.</summary>
    /// <exception cref="AbiException">E_INVALIDARG: a key is missing.</exception>
    public static int PublicKeys(CERT_PUBLIC_KEY_INFO* first, CERT_PUBLIC_KEY_INFO* second)
    {
        if (first == null || second == null)
            throw Invalid("no key");
        return first->PublicKey.cUnusedBits == second->PublicKey.cUnusedBits
            && NativeBytes.Copy(first->PublicKey.Octets).AsSpan().SequenceEqual(NativeBytes.Copy(second->PublicKey.Octets)) ? 1 : 0;
    }

    /// <summary>CertGetPublicKeyLength: bits; 0 with CRYPT_E_UNKNOWN_ALGO if they cannot be told.</summary>
    /// <exception cref="AbiException">E_INVALIDARG, ERROR_FILE_NOT_FOUND.</exception>
    public static uint KeyLength(uint encodingType, CERT_PUBLIC_KEY_INFO* key)
    {
        EncodingTypeArgument.Check(encodingType);
        if (key == null || NativeText.FromUtf8(key->Algorithm.pszObjId) is not { } oid)
            throw Invalid("no key");
        var algorithm = new AlgorithmIdentifier(oid, NativeBytes.Copy(key->Algorithm.Parameters));
        int bits = PublicKeySize.BitsOf(algorithm, NativeBytes.Copy(key->PublicKey.Octets));
        if (bits == 0)
            LastError.Set(Errors.CRYPT_E_UNKNOWN_ALGO);
        return (uint)bits;
    }

    /// <summary>CertIsRDNAttrsInCertificateName: FALSE with CRYPT_E_NO_MATCH if an attribute is not in the Name.</summary>
    /// <exception cref="AbiException">E_INVALIDARG, ERROR_FILE_NOT_FOUND.</exception>
    /// <exception cref="System.Formats.Asn1.AsnContentException">Not a Name.</exception>
    public static int HasAttributes(uint encodingType, uint flags, CRYPT_DATA_BLOB* name, CERT_RDN* sought)
    {
        EncodingTypeArgument.Check(encodingType);
        Predicate<ReadOnlyMemory<byte>> hasAll = ReadAttributes(flags, sought);
        return hasAll(NativeBytes.Copy(name)) ? 1 : LastError.False(Errors.CRYPT_E_NO_MATCH);
    }

    /// <summary>
    /// Whether an encoded Name has the attributes that the host looks for, of whose structures nothing is kept. The condition
    /// throws <see cref="System.Formats.Asn1.AsnContentException"/> for what is no Name.
    /// </summary>
    /// <exception cref="AbiException">E_INVALIDARG.</exception>
    public static Predicate<ReadOnlyMemory<byte>> ReadAttributes(uint flags, CERT_RDN* sought)
    {
        const uint KnownFlags = RdnFlags.CERT_UNICODE_IS_RDN_ATTRS_FLAG | RdnFlags.CERT_CASE_INSENSITIVE_IS_RDN_ATTRS_FLAG;
        if ((flags & ~KnownFlags) != 0)
            throw Invalid("unknown flags");
        bool isUnicode = (flags & RdnFlags.CERT_UNICODE_IS_RDN_ATTRS_FLAG) != 0;
        bool ignoresCase = (flags & RdnFlags.CERT_CASE_INSENSITIVE_IS_RDN_ATTRS_FLAG) != 0;
        SoughtValue[] values = Read(sought, isUnicode);
        return name => AttributeMatch.HasAll(name, values, isUnicode, ignoresCase);
    }

    /// <summary>Attributes that are sought in a Name.</summary>
    /// <exception cref="AbiException">E_INVALIDARG.</exception>
    public static SoughtValue[] Read(CERT_RDN* sought, bool isUnicode)
    {
        if (sought == null || (sought->rgRDNAttr == null && sought->cRDNAttr != 0))
            throw Invalid("no attributes");
        var values = new List<SoughtValue>();
        for (uint index = 0; index < sought->cRDNAttr; index++)
            values.Add(Read(sought->rgRDNAttr[index], isUnicode));
        return [.. values];
    }

    private static SoughtValue Read(CERT_RDN_ATTR attribute, bool isUnicode)
    {
        var type = (RdnValueType)(attribute.dwValueType & RdnFlags.CERT_RDN_TYPE_MASK);
        if (attribute.Value.pbData == null)
            return new SoughtValue(NativeText.FromUtf8(attribute.pszObjId), type, null);
        // As for CryptEncodeObject: Unicode without a length ends with its terminator.
        byte[] value = isUnicode && attribute.Value.cbData == 0
            ? Encoding.Unicode.GetBytes(NativeText.FromUtf16((char*)attribute.Value.pbData)!)
            : NativeBytes.Copy(attribute.Value);
        return new SoughtValue(NativeText.FromUtf8(attribute.pszObjId), type, value);
    }

    private static AbiException Invalid(string what) => new(Errors.E_INVALIDARG, what);
}
