using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Chains;

namespace Staple32.Abi.Chains;

/// <summary>Reads CERT_STRONG_SIGN_PARA.</summary>
internal static unsafe class StrongSignArguments
{
    private const uint KnownFlags =
        ChainConstants.CERT_STRONG_SIGN_ENABLE_CRL_CHECK | ChainConstants.CERT_STRONG_SIGN_ENABLE_OCSP_CHECK;

    /// <summary>The criteria; null for a null pointer.</summary>
    /// <exception cref="AbiException">E_INVALIDARG: too short, malformed, or of a name that is not known.</exception>
    public static StrongSignature? Read(CERT_STRONG_SIGN_PARA* para)
    {
        if (para == null)
            return null;
        if (para->cbSize < sizeof(CERT_STRONG_SIGN_PARA) || para->pvInfo == null)
            throw Invalid();
        StrongSignature? criteria = para->dwInfoChoice switch
        {
            ChainConstants.CERT_STRONG_SIGN_OID_INFO_CHOICE => StrongSignature.FromOid(NativeText.FromUtf8((byte*)para->pvInfo)!),
            ChainConstants.CERT_STRONG_SIGN_SERIALIZED_INFO_CHOICE => Read((CERT_STRONG_SIGN_SERIALIZED_INFO*)para->pvInfo),
            _ => null,
        };
        return criteria ?? throw Invalid();
    }

    private static StrongSignature? Read(CERT_STRONG_SIGN_SERIALIZED_INFO* info)
    {
        if (info->pwszCNGSignHashAlgids == null || (info->dwFlags & ~KnownFlags) != 0)
            return null;
        return StrongSignature.TryParse(
            NativeText.FromUtf16(info->pwszCNGSignHashAlgids)!,
            NativeText.FromUtf16(info->pwszCNGPubKeyMinBitLengths),
            checksCrls: (info->dwFlags & ChainConstants.CERT_STRONG_SIGN_ENABLE_CRL_CHECK) != 0,
            checksOcsp: (info->dwFlags & ChainConstants.CERT_STRONG_SIGN_ENABLE_OCSP_CHECK) != 0);
    }

    private static AbiException Invalid() => new(Errors.E_INVALIDARG, "criteria for strong signatures that are none");
}
