namespace Staple32.Stores;

/// <summary>The certificate properties that this library gives a meaning (wincrypt.h, CERT_*_PROP_ID).</summary>
public static class PropertyIds
{
    public const uint KeyProviderHandle = 1;
    public const uint KeyProviderInfo = 2;
    public const uint Sha1Hash = 3;
    public const uint Md5Hash = 4;
    public const uint KeyContext = 5;
    public const uint KeySpec = 6;

    /// <summary>An encoded ExtKeyUsage that narrows the certificate's own.</summary>
    public const uint EnhancedKeyUsage = 9;

    /// <summary>UTF-16 with its terminator.</summary>
    public const uint FriendlyName = 11;
    public const uint AccessState = 14;
    public const uint SignatureHash = 15;
    public const uint Archived = 19;
    public const uint KeyIdentifier = 20;

    /// <summary>An encoded CrossCertDistPoints that stands for the extension.</summary>
    public const uint CrossCertificateDistributionPoints = 23;
    public const uint SubjectPublicKeyMd5Hash = 25;
    public const uint IssuerSerialNumberMd5Hash = 28;
    public const uint SubjectNameMd5Hash = 29;

    /// <summary>Reserved for the encoded certificate, CRL and trust list in a serialized store.</summary>
    public const uint FirstEncoded = 32;
    public const uint LastEncoded = 34;

    /// <summary>An encoded AuthorityInfoAccess that replaces the one in the certificate.</summary>
    public const uint AuthorityInfoAccess = 68;
    public const uint OcspResponse = 70;
    public const uint SourceLocation = 72;
    public const uint SourceUrl = 73;
    public const uint NCryptKeyHandle = 78;
    public const uint ProviderOrNCryptKeyHandle = 79;
    public const uint SubjectInfoAccess = 80;
    public const uint SignatureHashAlgorithm = 89;
    public const uint SubjectPublicKeyBitLength = 92;
    public const uint PublicKeyAlgorithmBitLength = 93;
    public const uint IssuerPublicKeyBitLength = 94;
    public const uint NCryptKeyHandleTransfer = 99;
    public const uint ProviderTransfer = 100;
    public const uint Sha256Hash = 107;
    public const uint SerializableKeyContext = 117;
    public const uint OcspMustStaple = 121;
    public const uint PinSha256Hash = 124;
    public const uint Sha1Sha256Hash = 129;

    /// <summary>The last id that an application may use.</summary>
    public const uint LastUser = 0xFFFF;

    /// <summary>The name of a whole store, UTF-16 with its terminator; a property of stores only.</summary>
    public const uint StoreLocalizedName = 0x1000;

    /// <summary>The properties that stores look certificates up by, all of them computed if they are not set.</summary>
    internal static ReadOnlySpan<uint> IndexedInStores => [Sha1Hash, KeyIdentifier, Sha256Hash];

    /// <summary>True for properties that lead to a private key: their values are structures and handles, not bytes to copy.</summary>
    public static bool IsKey(uint id) => id is KeyProviderHandle or KeyProviderInfo or KeyContext or KeySpec or NCryptKeyHandle
        or ProviderOrNCryptKeyHandle or NCryptKeyHandleTransfer or ProviderTransfer or SerializableKeyContext;
}
