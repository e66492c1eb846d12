using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.Chains;

namespace Staple32.Abi.Chains;

/// <summary>
/// Reads what CertGetCertificateChain is called with, but for what asks for revocation (<see cref="ChainRevocation"/>).
/// Nothing is ignored that could make a difference: a flag that asks for something the library does not know is refused.
/// </summary>
internal static unsafe class ChainArguments
{
    private const uint MaxUsages = 4096;

    /// <summary>These change what is built.</summary>
    private const uint Honoured =
        ChainConstants.CERT_CHAIN_DISABLE_PASS1_QUALITY_FILTERING | ChainConstants.CERT_CHAIN_RETURN_LOWER_QUALITY_CONTEXTS
        | ChainConstants.CERT_CHAIN_TIMESTAMP_TIME | ChainConstants.CERT_CHAIN_ENABLE_PEER_TRUST
        | ChainConstants.CERT_CHAIN_CACHE_ONLY_URL_RETRIEVAL | ChainConstants.CERT_CHAIN_DISABLE_AIA
        | ChainConstants.CERT_CHAIN_ONLY_ADDITIONAL_AND_AUTH_ROOT;

    /// <summary>
    /// These hold already (no root is updated on its own, MD2 and MD4 prove nothing, "My" trusts nobody), say what makes no
    /// difference (caching), tell rules that treat nothing differently here (whether a file came from the web), or
    /// announce that the caller is ready for status bits that do not occur.
    /// </summary>
    private const uint WithoutEffect =
        ChainConstants.CERT_CHAIN_CACHE_END_CERT | ChainConstants.CERT_CHAIN_THREAD_STORE_SYNC
        | ChainConstants.CERT_CHAIN_USE_LOCAL_MACHINE_STORE
        | ChainConstants.CERT_CHAIN_ENABLE_CACHE_AUTO_UPDATE | ChainConstants.CERT_CHAIN_ENABLE_SHARE_STORE
        | ChainConstants.CERT_CHAIN_DISABLE_AUTH_ROOT_AUTO_UPDATE | ChainConstants.CERT_CHAIN_DISABLE_MY_PEER_TRUST
        | ChainConstants.CERT_CHAIN_DISABLE_MD2_MD4 | ChainConstants.CERT_CHAIN_HAS_MOTW
        | ChainConstants.CERT_CHAIN_OPT_IN_WEAK_SIGNATURE | ChainConstants.CERT_CHAIN_ENABLE_DISALLOWED_CA;

    /// <summary>Turns the arguments into a request.</summary>
    /// <exception cref="AbiException">
    /// E_INVALIDARG: something is missing, contradicts itself or does not exist. ERROR_INVALID_HANDLE: the store is closed.
    /// ERROR_INVALID_PARAMETER: the certificate cannot be read.
    /// </exception>
    public static ChainRequest Read(
        CERT_CONTEXT* certificate, FILETIME* time, nint additionalStore, CERT_CHAIN_PARA* para, uint flags, DateTimeOffset now)
    {
        if (certificate == null || para == null || para->cbSize < CERT_CHAIN_PARA.SizeWithoutExtraFields)
            throw Invalid("no certificate or no parameters");
        if ((flags & ~(Honoured | WithoutEffect | ChainRevocation.Flags)) != 0)
            throw Invalid("flags that do not exist");

        CERT_CHAIN_PARA known = Known(para);
        if ((known.dwStrongSignFlags & ~ChainConstants.CERT_CHAIN_STRONG_SIGN_DISABLE_END_CHECK_FLAG) != 0)
            throw Invalid("strong signature flags that do not exist");
        return new ChainRequest
        {
            End = CertificateContexts.Of(certificate),
            Time = time == null ? now : time->ToDateTimeOffset(),
            Now = now,
            AdditionalStore = additionalStore == 0 ? null : StoreHandles.ForReading(additionalStore),
            Usage = ReadUsage(known.RequestedUsage),
            IssuancePolicy = ReadUsage(known.RequestedIssuancePolicy),
            StrongSignature = StrongSignArguments.Read(known.pStrongSignPara),
            AcceptsWeakEndKey = (known.dwStrongSignFlags & ChainConstants.CERT_CHAIN_STRONG_SIGN_DISABLE_END_CHECK_FLAG) != 0,
            UrlRetrievalTimeout = known.dwUrlRetrievalTimeout == 0 ? null : TimeSpan.FromMilliseconds(known.dwUrlRetrievalTimeout),
            CacheResync = known.pftCacheResync == null ? null : known.pftCacheResync->ToDateTimeOffset(),
            Options = (ChainOptions)(flags & Honoured),
            CreateFlags = flags,
        };
    }

    /// <summary>What a host has filled in; fields beyond cbSize count as 0, and so do all if there are none.</summary>
    public static CERT_CHAIN_PARA Known(CERT_CHAIN_PARA* para)
    {
        CERT_CHAIN_PARA known = default;
        if (para != null)
            Buffer.MemoryCopy(para, &known, sizeof(CERT_CHAIN_PARA), Math.Min(para->cbSize, (uint)sizeof(CERT_CHAIN_PARA)));
        return known;
    }

    private static UsageRequirement ReadUsage(CERT_USAGE_MATCH match)
    {
        if (match.Usage.cUsageIdentifier == 0)
            return UsageRequirement.None;
        if (match.dwType is not (ChainConstants.USAGE_MATCH_TYPE_AND or ChainConstants.USAGE_MATCH_TYPE_OR)
            || match.Usage.cUsageIdentifier > MaxUsages
            || match.Usage.rgpszUsageIdentifier == null)
        {
            throw Invalid("a usage match that is none");
        }

        var identifiers = new string[match.Usage.cUsageIdentifier];
        for (int i = 0; i < identifiers.Length; i++)
        {
            byte* identifier = match.Usage.rgpszUsageIdentifier[i];
            identifiers[i] = (nuint)identifier > ushort.MaxValue
                ? NativeText.FromUtf8(identifier)!
                : throw Invalid("a number where an object identifier belongs");
        }

        return new UsageRequirement(identifiers, match.dwType == ChainConstants.USAGE_MATCH_TYPE_OR);
    }

    private static AbiException Invalid(string what) => new(Errors.E_INVALIDARG, what);
}
