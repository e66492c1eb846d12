namespace Staple32.ChainPolicies;

/// <summary>What a chain policy finds wrong: the HRESULTs of CERT_CHAIN_POLICY_STATUS.dwError, by value.</summary>
public enum PolicyError : uint
{
    None = 0,

    /// <summary>TRUST_E_CERT_SIGNATURE.</summary>
    Signature = 0x80096004,

    /// <summary>CRYPT_E_REVOKED.</summary>
    Revoked = 0x80092010,

    /// <summary>TRUST_E_EXPLICIT_DISTRUST.</summary>
    Distrusted = 0x800B0111,

    /// <summary>CERT_E_UNTRUSTEDROOT.</summary>
    UntrustedRoot = 0x800B0109,

    /// <summary>CERT_E_UNTRUSTEDTESTROOT: the root is one that is known to serve tests only.</summary>
    UntrustedTestRoot = 0x800B010D,

    /// <summary>CERT_E_CHAINING: an issuer is missing, or the chain bites its own tail.</summary>
    Chaining = 0x800B010A,

    /// <summary>CERT_E_WRONG_USAGE.</summary>
    WrongUsage = 0x800B0110,

    /// <summary>CERT_E_EXPIRED.</summary>
    Expired = 0x800B0101,

    /// <summary>CERT_E_INVALID_NAME: against the name constraints.</summary>
    InvalidName = 0x800B0114,

    /// <summary>CERT_E_INVALID_POLICY.</summary>
    InvalidPolicy = 0x800B0113,

    /// <summary>TRUST_E_BASIC_CONSTRAINTS.</summary>
    BasicConstraints = 0x80096019,

    /// <summary>CERT_E_CRITICAL: an extension that is malformed, or critical and not understood.</summary>
    Critical = 0x800B0105,

    /// <summary>CERT_E_VALIDITYPERIODNESTING.</summary>
    TimeNesting = 0x800B0102,

    /// <summary>CRYPT_E_NO_REVOCATION_CHECK.</summary>
    NoRevocationCheck = 0x80092012,

    /// <summary>CRYPT_E_REVOCATION_OFFLINE.</summary>
    RevocationOffline = 0x80092013,

    /// <summary>CERT_E_REVOKED, which the Authenticode policies say instead of CRYPT_E_REVOKED.</summary>
    AuthenticodeRevoked = 0x800B010C,

    /// <summary>CERT_E_REVOCATION_FAILURE, which they say when the revocation status is not known.</summary>
    AuthenticodeRevocationFailure = 0x800B010E,

    /// <summary>CERT_E_CN_NO_MATCH: the certificate is for other hosts.</summary>
    NameMismatch = 0x800B010F,

    /// <summary>CERT_E_UNTRUSTEDCA: the issuer is not among those that may issue for logon.</summary>
    UntrustedAuthority = 0x800B0112,

    /// <summary>TRUST_E_FAIL: an error that has no number of its own.</summary>
    Other = 0x800B010B,
}
