using System.Runtime.InteropServices;

namespace Staple32.Abi.Layout;

#pragma warning disable CS0649 // Assigned by the host where the structure comes from there.

/// <summary>
/// The layout of CRYPT_INTEGER_BLOB, CRYPT_DATA_BLOB, CRYPT_HASH_BLOB, CRYPT_OBJID_BLOB and CERT_NAME_BLOB alike: 16 bytes.
/// An integer's octets are little endian.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CRYPT_DATA_BLOB
{
    public uint cbData;
    public byte* pbData;
}

/// <summary>24 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CRYPT_BIT_BLOB
{
    public uint cbData;
    public byte* pbData;
    public uint cUnusedBits;

    /// <summary>All octets, unused bits included.</summary>
    public readonly CRYPT_DATA_BLOB Octets => new() { cbData = cbData, pbData = pbData };
}

/// <summary>24 bytes. Parameters are encoded; an absent one has no bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CRYPT_ALGORITHM_IDENTIFIER
{
    public byte* pszObjId;
    public CRYPT_DATA_BLOB Parameters;
}

/// <summary>48 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CERT_PUBLIC_KEY_INFO
{
    public CRYPT_ALGORITHM_IDENTIFIER Algorithm;
    public CRYPT_BIT_BLOB PublicKey;
}

/// <summary>32 bytes. The value is what the OCTET STRING holds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_EXTENSION
{
    public byte* pszObjId;
    public int fCritical;
    public CRYPT_DATA_BLOB Value;
}

/// <summary>100 ns units since 1601-01-01 UTC in two halves: 8 bytes, aligned to 4.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FILETIME
{
    public uint dwLowDateTime;
    public uint dwHighDateTime;

    /// <summary>Both halves, to be compared.</summary>
    public readonly ulong Ticks => ((ulong)dwHighDateTime << 32) | dwLowDateTime;

    public static FILETIME From(DateTimeOffset time)
    {
        // Encodings reach back to 1950 or year 0; FILETIME begins in 1601.
        long ticks = time < s_epoch ? 0 : time.UtcDateTime.ToFileTimeUtc();
        return new FILETIME { dwLowDateTime = (uint)ticks, dwHighDateTime = (uint)(ticks >> 32) };
    }

    /// <summary>The time, at most the end of year 9999.</summary>
    public readonly DateTimeOffset ToDateTimeOffset() =>
        DateTimeOffset.FromFileTime((long)Math.Min(Ticks, (ulong)s_lastTicks)).ToUniversalTime();

    private static readonly DateTimeOffset s_epoch = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly long s_lastTicks = DateTime.MaxValue.Ticks - s_epoch.Ticks;
}

/// <summary>208 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_INFO
{
    public uint dwVersion;
    public CRYPT_DATA_BLOB SerialNumber;
    public CRYPT_ALGORITHM_IDENTIFIER SignatureAlgorithm;
    public CRYPT_DATA_BLOB Issuer;
    public FILETIME NotBefore;
    public FILETIME NotAfter;
    public CRYPT_DATA_BLOB Subject;
    public CERT_PUBLIC_KEY_INFO SubjectPublicKeyInfo;
    public CRYPT_BIT_BLOB IssuerUniqueId;
    public CRYPT_BIT_BLOB SubjectUniqueId;
    public uint cExtension;
    public CERT_EXTENSION* rgExtension;
}

/// <summary>32 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CERT_ISSUER_SERIAL_NUMBER
{
    public CRYPT_DATA_BLOB Issuer;
    public CRYPT_DATA_BLOB SerialNumber;
}

/// <summary>40 bytes, of which a key identifier or a hash takes 24.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CERT_ID
{
    public uint dwIdChoice;
    public CERT_ISSUER_SERIAL_NUMBER IssuerSerialNumber;

    /// <summary>KeyId and HashId: the first blob in their union with the issuer.</summary>
    public readonly CRYPT_DATA_BLOB KeyIdOrHashId => IssuerSerialNumber.Issuer;
}

/// <summary>40 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CERT_CONTEXT
{
    public uint dwCertEncodingType;
    public byte* pbCertEncoded;
    public uint cbCertEncoded;
    public CERT_INFO* pCertInfo;
    public nint hCertStore;
}
