using Staple32.Chains;

namespace Staple32.ChainPolicies;

/// <summary>dwRegPolicySettings of the Authenticode policies: the WTPF_* of wintrust.h that a chain can be judged by, by value.</summary>
[Flags]
public enum AuthenticodeSettings : uint
{
    None = 0,
    TrustTest = 0x0000_0020,
    TestCanBeValid = 0x0000_0080,
    IgnoreExpiration = 0x0000_0100,
    IgnoreRevocation = 0x0000_0200,
    OfflineOkIndividual = 0x0000_0400,
    OfflineOkCommercial = 0x0000_0800,
    OfflineOkIndividualQuietly = 0x0000_1000,
    OfflineOkCommercialQuietly = 0x0000_2000,
    IgnoreRevocationOnTimeStamps = 0x0002_0000,

    /// <summary>Only personally trusted publishers: there is no list of those, so that nothing could be judged by it.</summary>
    AllowOnlyPersonalTrust = 0x0004_0000,
}

/// <summary>CERT_CHAIN_POLICY_AUTHENTICODE and CERT_CHAIN_POLICY_AUTHENTICODE_TS: who signs programs, and who says when.</summary>
public static class AuthenticodePolicy
{
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    private const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    /// <summary>The chain of a program's signer.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="flags">As for the base policy.</param>
    /// <param name="settings">What the machine's owner has set.</param>
    /// <param name="isCommercial">Whether the signer says that he signs for a business, not for himself.</param>
    public static PolicyVerdict Judge(ChainResult chain, PolicyExemptions flags, AuthenticodeSettings settings, bool isCommercial) =>
        Judge(chain, flags, settings, isCommercial, settings.HasFlag(AuthenticodeSettings.IgnoreRevocation), CodeSigning);

    /// <summary>The chain of a time stamp's signer.</summary>
    public static PolicyVerdict JudgeTimeStamp(ChainResult chain, PolicyExemptions flags, AuthenticodeSettings settings, bool isCommercial)
    {
        const AuthenticodeSettings Ignore = AuthenticodeSettings.IgnoreRevocation | AuthenticodeSettings.IgnoreRevocationOnTimeStamps;
        return Judge(chain, flags, settings, isCommercial, (settings & Ignore) != 0, TimeStamping);
    }

    private static PolicyVerdict Judge(
        ChainResult chain, PolicyExemptions flags, AuthenticodeSettings settings, bool isCommercial, bool ignoresRevocation, string purpose)
    {
        AuthenticodeSettings offlineOk = isCommercial
            ? AuthenticodeSettings.OfflineOkCommercial | AuthenticodeSettings.OfflineOkCommercialQuietly
            : AuthenticodeSettings.OfflineOkIndividual | AuthenticodeSettings.OfflineOkIndividualQuietly;
        if (settings.HasFlag(AuthenticodeSettings.TrustTest))
            flags |= PolicyExemptions.TrustTestRoot;
        if (settings.HasFlag(AuthenticodeSettings.TestCanBeValid))
            flags |= PolicyExemptions.AllowTestRoot;
        if (settings.HasFlag(AuthenticodeSettings.IgnoreExpiration))
            flags |= PolicyExemptions.IgnoreAllNotTimeValid;
        if (ignoresRevocation || (settings & offlineOk) != 0)
            flags |= PolicyExemptions.IgnoreAllRevocationUnknown;

        PolicyVerdict verdict = BasePolicy.Judge(chain, flags, ignoresRevocation);
        if (verdict.IsSatisfied && !flags.HasFlag(PolicyExemptions.IgnoreWrongUsage))
            verdict = PurposeCheck.Judge(chain, purpose);
        return verdict with { Error = NameOf(verdict.Error) };
    }

    private static PolicyError NameOf(PolicyError error) => error switch
    {
        PolicyError.Revoked => PolicyError.AuthenticodeRevoked,
        PolicyError.NoRevocationCheck or PolicyError.RevocationOffline => PolicyError.AuthenticodeRevocationFailure,
        _ => error,
    };
}
