namespace Staple32.ChainPolicies;

/// <summary>What the base policy leaves out of account: CERT_CHAIN_POLICY_PARA.dwFlags, by value.</summary>
[Flags]
public enum PolicyExemptions : uint
{
    None = 0,
    IgnoreNotTimeValid = 0x0000_0001,
    IgnoreTrustListNotTimeValid = 0x0000_0002,
    IgnoreNotTimeNested = 0x0000_0004,
    IgnoreAllNotTimeValid = IgnoreNotTimeValid | IgnoreTrustListNotTimeValid | IgnoreNotTimeNested,
    IgnoreInvalidBasicConstraints = 0x0000_0008,

    /// <summary>A root that nobody trusts is as good as a trusted one, and so is a chain that stops short of its root.</summary>
    AllowUnknownAuthority = 0x0000_0010,
    IgnoreWrongUsage = 0x0000_0020,
    IgnoreInvalidName = 0x0000_0040,
    IgnoreInvalidPolicy = 0x0000_0080,
    IgnoreEndRevocationUnknown = 0x0000_0100,
    IgnoreTrustListSignerRevocationUnknown = 0x0000_0200,
    IgnoreAuthorityRevocationUnknown = 0x0000_0400,
    IgnoreRootRevocationUnknown = 0x0000_0800,
    IgnoreAllRevocationUnknown =
        IgnoreEndRevocationUnknown | IgnoreTrustListSignerRevocationUnknown
        | IgnoreAuthorityRevocationUnknown | IgnoreRootRevocationUnknown,

    /// <summary>Being in the trusted people store is not enough.</summary>
    IgnorePeerTrust = 0x0000_1000,
    IgnoreNotSupportedCriticalExtension = 0x0000_2000,
    TrustTestRoot = 0x0000_4000,
    AllowTestRoot = 0x0000_8000,
    IgnoreWeakSignature = 0x0800_0000,
}
