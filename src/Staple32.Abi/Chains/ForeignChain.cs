using Staple32.Abi.Boundary;
using Staple32.Abi.Layout;
using Staple32.Chains;
using Staple32.Stores;

namespace Staple32.Abi.Chains;

/// <summary>Reads a chain context that another library or the host itself has made, by its documented fields.</summary>
internal static unsafe class ForeignChain
{
    // Far above any real chain: a structure that claims more is not a chain context.
    public const uint MaxChains = 64;
    public const uint MaxElements = 256;
    private const uint MaxUsages = 4096;

    // Up to and including rgpChain; older systems end behind dwRevocationFreshnessTime.
    public const uint SizeToChains = 24;
    private const uint SizeToCreateFlags = 52;
    private const uint SizeToChainId = 68;
    private const uint SizeOfElementToStatus = 24;
    private const uint SizeOfElementToUsages = 48;

    /// <summary>A chain of ours with the same certificates, statuses and usages.</summary>
    /// <exception cref="AbiException">ERROR_INVALID_PARAMETER: the structure is too short or has no readable end certificate.</exception>
    public static ChainResult Read(CERT_CHAIN_CONTEXT* context) => Read(context, mayEndEarly: true);

    /// <summary>As <see cref="Read(CERT_CHAIN_CONTEXT*)"/>, but a certificate that cannot be read is an error wherever it stands: nothing is left out.</summary>
    /// <exception cref="AbiException">As there.</exception>
    public static ChainResult ReadWhole(CERT_CHAIN_CONTEXT* context) => Read(context, mayEndEarly: false);

    private static ChainResult Read(CERT_CHAIN_CONTEXT* context, bool mayEndEarly)
    {
        if (context->cbSize < SizeToChains || context->cChain is 0 or > MaxChains || context->rgpChain == null)
            throw AbiException.InvalidParameter("not a chain context");
        var chains = new SimpleChain[context->cChain];
        for (int i = 0; i < chains.Length; i++)
            chains[i] = ReadChain(context->rgpChain[i], mayEndEarly);
        uint flags = context->cbSize >= SizeToCreateFlags ? context->dwCreateFlags : 0;
        return new ChainResult(StatusOf(context->TrustStatus), chains, flags);
    }

    /// <summary>The chain's own identifier, so that a copy can be recognised as one; zero if it has none.</summary>
    public static Guid IdOf(CERT_CHAIN_CONTEXT* context) =>
        context->cbSize >= SizeToChainId ? context->ChainId : Guid.Empty;

    private static SimpleChain ReadChain(CERT_SIMPLE_CHAIN* chain, bool mayEndEarly)
    {
        if (chain == null || chain->cElement is 0 or > MaxElements || chain->rgpElement == null)
            throw AbiException.InvalidParameter("a chain without elements");
        var elements = new List<ChainElement>();
        for (int i = 0; i < chain->cElement; i++)
        {
            CERT_CHAIN_ELEMENT* element = chain->rgpElement[i];
            if (element == null || element->cbSize < SizeOfElementToStatus || element->pCertContext == null)
                throw AbiException.InvalidParameter("an element without a certificate");
            StoredCertificate? certificate = CertificateContexts.TryRead(element->pCertContext);
            if (certificate is null && !mayEndEarly)
                throw AbiException.InvalidParameter("a certificate that cannot be read");
            if (certificate is null)
                break;
            elements.Add(ReadElement(element, certificate));
        }

        if (elements.Count == 0)
            throw AbiException.InvalidParameter("an end certificate that cannot be read");
        return new SimpleChain(StatusOf(chain->TrustStatus), elements);
    }

    private static ChainElement ReadElement(CERT_CHAIN_ELEMENT* element, StoredCertificate certificate)
    {
        bool hasUsages = element->cbSize >= SizeOfElementToUsages;
        return new ChainElement(
            certificate,
            StatusOf(element->TrustStatus),
            hasUsages ? ReadUsage(element->pApplicationUsage) : null,
            hasUsages ? ReadUsage(element->pIssuanceUsage) : null);
    }

    private static string[]? ReadUsage(CERT_ENHKEY_USAGE* usage)
    {
        if (usage == null)
            return null;
        if (usage->cUsageIdentifier > MaxUsages)
            throw AbiException.InvalidParameter("a usage that is none");
        var identifiers = new string[usage->cUsageIdentifier];
        for (int i = 0; i < identifiers.Length; i++)
            identifiers[i] = NativeText.FromUtf8(usage->rgpszUsageIdentifier[i]) ?? string.Empty;
        return identifiers;
    }

    private static TrustStatus StatusOf(CERT_TRUST_STATUS status) =>
        new((TrustErrors)status.dwErrorStatus, (TrustInfo)status.dwInfoStatus);
}
