using System.Runtime.InteropServices;
using Staple32.Abi.Boundary;
using Staple32.Abi.Contexts;
using Staple32.Abi.Layout;
using Staple32.Chains;
using Staple32.ChainSelection;
using Staple32.Stores;

namespace Staple32.Abi.Chains;

/// <summary>CertSelectCertificateChains and the list that it returns.</summary>
internal static unsafe class ChainSelections
{
    private const uint KnownFlags = 0x1FF;

    /// <summary>
    /// TRUE also if nothing is selected: the list is then NULL. Each chain of the list wants a free of its own, the list
    /// another one.
    /// </summary>
    /// <exception cref="AbiException">
    /// E_INVALIDARG: unknown flags or criteria, or something is missing. The errors of CertGetCertificateChain.
    /// </exception>
    public static int Select(
        uint flags, CERT_SELECT_CHAIN_PARA* para, uint criteriaCount, CERT_SELECT_CRITERIA* criteria, nint store, uint* selectedCount, CERT_CHAIN_CONTEXT*** selected)
    {
        if (selectedCount == null || selected == null || (flags & ~KnownFlags) != 0)
            return LastError.False(Errors.E_INVALIDARG);
        *selectedCount = 0;
        *selected = null;
        SelectionCriterion[] wanted = SelectionCriteria.Read(criteriaCount, criteria);
        CertificateStore searched = StoreHandles.ForReading(store);
        CERT_SELECT_CHAIN_PARA chainPara = para != null ? *para : default;
        ChainEngine engine = ChainEngines.Get(chainPara.hChainEngine);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();

        IReadOnlyList<ChainResult> chains = ChainSelector.Select(
            [.. searched.Certificates.Where(static certificate => ElementSearch.IsNotArchived(certificate))],
            (SelectionOptions)flags,
            wanted,
            chainPara.pTime == null ? now : chainPara.pTime->ToDateTimeOffset(),
            certificate =>
            {
                ChainRequest request = RequestFor(certificate, chainPara, store, now);
                return ChainRevocation.Apply(engine, engine.Build(request), request, chainPara.pChainPara, chainPara.dwFlags, now);
            });
        if (chains.Count > 0)
            *selected = ListOf(chains);
        *selectedCount = (uint)chains.Count;
        return 1;
    }

    /// <summary>CertFreeCertificateChainList: the list alone.</summary>
    public static void Free(CERT_CHAIN_CONTEXT** list) => NativeMemory.Free(list);

    private static ChainRequest RequestFor(StoredCertificate end, CERT_SELECT_CHAIN_PARA para, nint store, DateTimeOffset now)
    {
        CERT_CHAIN_PARA plain = new() { cbSize = (uint)sizeof(CERT_CHAIN_PARA) };
        CERT_CONTEXT* context = CertificateContexts.For(end);
        try
        {
            return ChainArguments.Read(
                context,
                para.pTime,
                para.hAdditionalStore != 0 ? para.hAdditionalStore : store,
                para.pChainPara != null ? para.pChainPara : &plain,
                para.dwFlags,
                now);
        }
        finally
        {
            CertificateContexts.Free(context);
        }
    }

    private static CERT_CHAIN_CONTEXT** ListOf(IReadOnlyList<ChainResult> chains)
    {
        var list = (CERT_CHAIN_CONTEXT**)NativeMemory.Alloc((nuint)chains.Count, (nuint)sizeof(void*));
        int made = 0;
        try
        {
            for (; made < chains.Count; made++)
                list[made] = ChainContexts.Create(chains[made]);
            return list;
        }
        catch
        {
            while (made-- > 0)
                ChainContexts.Free(list[made]);
            NativeMemory.Free(list);
            throw;
        }
    }
}
