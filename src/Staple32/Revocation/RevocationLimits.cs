namespace Staple32.Revocation;

/// <summary>What one check may spend: whoever makes a certificate also says where its status is.</summary>
public static class RevocationLimits
{
    /// <summary>CRL URLs that are tried for one certificate; and again as many for deltas.</summary>
    public const int MaxCrlUrls = 5;

    /// <summary>CRLs of one issuer, base or delta, that are looked at in stores, newest first.</summary>
    public const int MaxStoredCrls = 64;

    /// <summary>Signatures on CRLs that are verified for one certificate.</summary>
    public const int MaxSignatures = 32;

    /// <summary>Bytes of CRLs that are hashed for it: a long CRL is not tried with every key.</summary>
    public const long MaxHashedBytes = 400L * 1024 * 1024;

    /// <summary>Certificates of one name that are tried as a CRL's signer.</summary>
    public const int MaxSigners = 16;

    /// <summary>How far in the future thisUpdate of a CRL may lie.</summary>
    public static readonly TimeSpan MaxClockSkew = TimeSpan.FromSeconds(300);
}
