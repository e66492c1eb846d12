using System.Text;
using Staple32.Abi.Layout;
using Staple32.Chains;

namespace Staple32.Abi.Chains;

/// <summary>
/// Writes a chain into one piece of memory: the CERT_CHAIN_CONTEXT, behind it the arrays, simple chains, elements and
/// usages that it points to. All structures come first, so that only object identifiers are at odd addresses.
/// </summary>
internal static unsafe class ChainLayout
{
    /// <summary>Bytes that <see cref="Write"/> needs for a chain.</summary>
    public static nuint SizeOf(ChainResult result)
    {
        nuint size = (nuint)(sizeof(CERT_CHAIN_CONTEXT) + (result.LowerQuality.Count * sizeof(void*)));
        foreach (SimpleChain chain in result.Chains)
        {
            size += (nuint)(sizeof(void*) + sizeof(CERT_SIMPLE_CHAIN));
            foreach (ChainElement element in chain.Elements)
            {
                size += (nuint)(sizeof(void*) + sizeof(CERT_CHAIN_ELEMENT));
                size += SizeOf(element.ApplicationUsage) + SizeOf(element.IssuancePolicies);
                if (element.Revocation is not null)
                    size += (nuint)(sizeof(CERT_REVOCATION_INFO) + sizeof(CERT_REVOCATION_CRL_INFO));
            }
        }

        return size;
    }

    /// <summary>Fills zeroed memory of the size that <see cref="SizeOf(ChainResult)"/> gives.</summary>
    public static void Write(CERT_CHAIN_CONTEXT* context, ChainResult result, ChainReferences references, Guid id)
    {
        byte* end = (byte*)context + SizeOf(result);
        byte* next = (byte*)(context + 1);
        context->cbSize = (uint)sizeof(CERT_CHAIN_CONTEXT);
        context->TrustStatus = StatusOf(result.Status);
        context->dwCreateFlags = result.CreateFlags;
        context->ChainId = id;

        context->cLowerQualityChainContext = (uint)result.LowerQuality.Count;
        if (result.LowerQuality.Count > 0)
            context->rgpLowerQualityChainContext = (CERT_CHAIN_CONTEXT**)Take(ref next, result.LowerQuality.Count * sizeof(void*));
        for (int i = 0; i < result.LowerQuality.Count; i++)
            context->rgpLowerQualityChainContext[i] = (CERT_CHAIN_CONTEXT*)references.LowerQuality[i];

        context->cChain = (uint)result.Chains.Count;
        context->rgpChain = (CERT_SIMPLE_CHAIN**)Take(ref next, result.Chains.Count * sizeof(void*));
        IEnumerator<nint> certificates = references.Certificates.GetEnumerator();
        IEnumerator<nint> crls = references.Crls.GetEnumerator();
        for (int i = 0; i < result.Chains.Count; i++)
            context->rgpChain[i] = WriteChain(result.Chains[i], certificates, crls, ref next, ref end);
        context->fHasRevocationFreshnessTime = context->rgpChain[0]->fHasRevocationFreshnessTime;
        context->dwRevocationFreshnessTime = context->rgpChain[0]->dwRevocationFreshnessTime;
    }

    private static CERT_SIMPLE_CHAIN* WriteChain(
        SimpleChain source, IEnumerator<nint> certificates, IEnumerator<nint> crls, ref byte* next, ref byte* end)
    {
        var chain = (CERT_SIMPLE_CHAIN*)Take(ref next, sizeof(CERT_SIMPLE_CHAIN));
        chain->cbSize = (uint)sizeof(CERT_SIMPLE_CHAIN);
        chain->TrustStatus = StatusOf(source.Status);
        chain->cElement = (uint)source.Elements.Count;
        chain->rgpElement = (CERT_CHAIN_ELEMENT**)Take(ref next, source.Elements.Count * sizeof(void*));
        RevocationLayout.WriteFreshness(source.RevocationFreshness, &chain->fHasRevocationFreshnessTime, &chain->dwRevocationFreshnessTime);
        for (int i = 0; i < source.Elements.Count; i++)
        {
            var element = (CERT_CHAIN_ELEMENT*)Take(ref next, sizeof(CERT_CHAIN_ELEMENT));
            chain->rgpElement[i] = element;
            element->cbSize = (uint)sizeof(CERT_CHAIN_ELEMENT);
            element->pCertContext = (CERT_CONTEXT*)Next(certificates);
            element->TrustStatus = StatusOf(source.Elements[i].Status);
            element->pApplicationUsage = WriteUsage(source.Elements[i].ApplicationUsage, ref next, ref end);
            element->pIssuanceUsage = WriteUsage(source.Elements[i].IssuancePolicies, ref next, ref end);
            if (source.Elements[i].Revocation is { } revocation)
                element->pRevocationInfo = WriteRevocation(revocation, crls, ref next);
        }

        return chain;
    }

    private static CERT_REVOCATION_INFO* WriteRevocation(ElementRevocation source, IEnumerator<nint> crls, ref byte* next)
    {
        var info = (CERT_REVOCATION_INFO*)Take(ref next, sizeof(CERT_REVOCATION_INFO));
        var lists = (CERT_REVOCATION_CRL_INFO*)Take(ref next, sizeof(CERT_REVOCATION_CRL_INFO));
        info->cbSize = (uint)sizeof(CERT_REVOCATION_INFO);
        info->dwRevocationResult = RevocationLayout.CodeOf(source.Verdict.Result);
        RevocationLayout.WriteFreshness(source.Freshness, &info->fHasFreshnessTime, &info->dwFreshnessTime);
        RevocationLayout.Write(lists, source.Verdict, (CRL_CONTEXT*)Next(crls), (CRL_CONTEXT*)Next(crls));
        if (lists->pBaseCrlContext != null)
            info->pCrlInfo = lists;
        return info;
    }

    private static nint Next(IEnumerator<nint> contexts)
    {
        contexts.MoveNext();
        return contexts.Current;
    }

    // Structures grow from the front, strings from the back; they meet exactly.
    private static CERT_ENHKEY_USAGE* WriteUsage(IReadOnlyList<string>? identifiers, ref byte* next, ref byte* end)
    {
        if (identifiers is null)
            return null;
        var usage = (CERT_ENHKEY_USAGE*)Take(ref next, sizeof(CERT_ENHKEY_USAGE));
        usage->cUsageIdentifier = (uint)identifiers.Count;
        usage->rgpszUsageIdentifier = (byte**)Take(ref next, identifiers.Count * sizeof(void*));
        for (int i = 0; i < identifiers.Count; i++)
        {
            end -= identifiers[i].Length + 1;
            usage->rgpszUsageIdentifier[i] = end;
            Encoding.ASCII.GetBytes(identifiers[i], new Span<byte>(end, identifiers[i].Length));
        }

        return usage;
    }

    private static nuint SizeOf(IReadOnlyList<string>? identifiers)
    {
        if (identifiers is null)
            return 0;
        nuint size = (nuint)(sizeof(CERT_ENHKEY_USAGE) + (identifiers.Count * sizeof(void*)));
        foreach (string identifier in identifiers)
            size += (nuint)identifier.Length + 1;
        return size;
    }

    private static CERT_TRUST_STATUS StatusOf(TrustStatus status) =>
        new() { dwErrorStatus = (uint)status.Errors, dwInfoStatus = (uint)status.Info };

    private static byte* Take(ref byte* next, int size)
    {
        byte* taken = next;
        next += size;
        return taken;
    }
}
