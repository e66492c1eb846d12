namespace Staple32.Chains;

/// <summary>What is wrong with a certificate or a chain: the dwErrorStatus bits of CERT_TRUST_STATUS, by value.</summary>
[Flags]
public enum TrustErrors : uint
{
    None = 0,

    /// <summary>Not yet or no longer valid at the time that was asked about.</summary>
    NotTimeValid = 0x0000_0001,
    NotTimeNested = 0x0000_0002,
    Revoked = 0x0000_0004,

    /// <summary>The signature does not verify with the issuer's key, or with no key that the library can use.</summary>
    NotSignatureValid = 0x0000_0008,

    /// <summary>Key usage or extended key usage does not allow what is asked of the certificate.</summary>
    NotValidForUsage = 0x0000_0010,

    /// <summary>The chain ends in a self-signed certificate that is not a trusted root.</summary>
    UntrustedRoot = 0x0000_0020,
    RevocationStatusUnknown = 0x0000_0040,

    /// <summary>The only issuers found are in the chain already.</summary>
    Cyclic = 0x0000_0080,

    /// <summary>An extension is malformed, or critical and not understood.</summary>
    InvalidExtension = 0x0000_0100,
    InvalidPolicyConstraints = 0x0000_0200,

    /// <summary>A certificate issued another one and is no CA, or stands higher than its path length allows.</summary>
    InvalidBasicConstraints = 0x0000_0400,
    InvalidNameConstraints = 0x0000_0800,
    HasNotSupportedNameConstraint = 0x0000_1000,
    HasNotDefinedNameConstraint = 0x0000_2000,
    HasNotPermittedNameConstraint = 0x0000_4000,
    HasExcludedNameConstraint = 0x0000_8000,

    /// <summary>Chains only: no issuer was found for the last element, and it is not self-signed.</summary>
    PartialChain = 0x0001_0000,
    TrustListNotTimeValid = 0x0002_0000,
    TrustListNotSignatureValid = 0x0004_0000,
    TrustListNotValidForUsage = 0x0008_0000,

    /// <summary>A hash or a key that is too weak to prove anything.</summary>
    HasWeakSignature = 0x0010_0000,
    HasWeakHygiene = 0x0020_0000,
    OfflineRevocation = 0x0100_0000,
    NoIssuanceChainPolicy = 0x0200_0000,
    ExplicitDistrust = 0x0400_0000,
    HasNotSupportedCriticalExtension = 0x0800_0000,
}

/// <summary>How a certificate came into a chain: the dwInfoStatus bits of CERT_TRUST_STATUS, by value.</summary>
[Flags]
public enum TrustInfo : uint
{
    None = 0,

    /// <summary>The issuer is the one whose issuer name and serial number the authority key identifier gives.</summary>
    HasExactMatchIssuer = 0x0000_0001,

    /// <summary>The issuer's subject key identifier is the one that the authority key identifier gives.</summary>
    HasKeyMatchIssuer = 0x0000_0002,

    /// <summary>The issuer was found by its name alone.</summary>
    HasNameMatchIssuer = 0x0000_0004,
    IsSelfSigned = 0x0000_0008,

    /// <summary>A CA's new key, certified by one of its others: self-issued, but not self-signed.</summary>
    IsKeyRollover = 0x0000_0080,

    /// <summary>The issuer matches as closely as the certificate's authority key identifier makes possible, and its key verifies.</summary>
    HasPreferredIssuer = 0x0000_0100,
    HasIssuanceChainPolicy = 0x0000_0200,
    HasValidNameConstraints = 0x0000_0400,

    /// <summary>Trusted by itself, as a member of the trusted people store.</summary>
    IsPeerTrusted = 0x0000_0800,

    /// <summary>Found in a store of exclusive roots or of exclusively trusted people.</summary>
    IsFromExclusiveTrustStore = 0x0000_2000,

    /// <summary>A CA certificate that is trusted though it is not self-signed.</summary>
    IsCaTrusted = 0x0000_4000,
    IsComplexChain = 0x0001_0000,
}

/// <summary>CERT_TRUST_STATUS of an element, of a simple chain, or of a whole result.</summary>
public readonly record struct TrustStatus(TrustErrors Errors, TrustInfo Info);
